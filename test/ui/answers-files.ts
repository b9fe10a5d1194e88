import { AppError } from '../../src/core/errors';
import type { SigningRequest } from '../../src/ipc/issue-schemas';
import type { FileView } from '../../src/ipc/view-schemas';
import { lockedFile, unlockedFile } from './authority-answers';
import { inDays, issuedFor } from './data';
import { fileViews, requestPem } from './files';
import { type Answers, findById, pause, savedAs, type World } from './world';

const unreadable = (title: string) =>
  new AppError('file-unreadable', `${title} holds no certificate, request or key in a form that is known here.`, {
    hint: 'Open a file in PEM, DER, PKCS#12 or PKCS#7 form.',
  });

/** The view behind a token: the token is the name in files.ts. */
async function look(name: string): Promise<FileView> {
  await pause(80);
  if (name === lockedFile.token) return lockedFile;
  const view = fileViews[name];
  if (!view) throw unreadable(name);
  return { ...view(), token: name };
}

export function fileAnswers(world: World): Answers<'files'> {
  return {
    'files.showSaved': () => undefined,
    'files.open': () => (world.next.file === null ? null : look(world.next.file)),
    'files.paste': () => (world.next.file === null ? look('the clipboard') : look(world.next.file)),
    'files.view': ({ token }) => look(token),
    'files.arrived': () => [],
    'files.unlock': async ({ token }) => {
      if (token === unlockedFile.token) return unlockedFile;
      if (token !== 'locked')
        throw new AppError('cancelled', 'No passphrase was given.', { hint: 'Press Unlock again.' });
      return { ...(await look('authority')), token: 'authority' };
    },
  };
}

export function requestAnswers(world: World): Answers<'requests'> {
  const changed = () => world.emit('requests.changed', undefined);
  return {
    'requests.list': () => world.requests,
    'requests.create': async ({ names, purpose = 'server', keyType = 'ecdsa-p256' }) => {
      await pause(120);
      const [first = 'none'] = names;
      const id = `${first.replaceAll('*', '_')}-${world.requests.length + 1}`;
      const folder = `/home/ada/.local/share/sealwax/requests/${id}`;
      const checks = await world.check(names, undefined, purpose);
      const made: SigningRequest = {
        id,
        names: checks.flatMap(({ name }) => (name ? [name] : [])),
        commonName: first,
        subject: `CN=${first}`,
        purpose,
        keyType,
        createdAt: inDays(0),
        pem: requestPem(first),
        files: { folder, request: `${folder}/request.pem`, key: `${folder}/key.pem` },
      };
      world.requests = [made, ...world.requests];
      changed();
      return made;
    },
    'requests.save': ({ id }) =>
      savedAs(world, [`${findById(world.requests, id, 'request').commonName}.csr`], 'Documents'),
    'requests.remove': ({ id }) => {
      findById(world.requests, id, 'request');
      world.requests = world.requests.filter((request) => request.id !== id);
      changed();
      return undefined;
    },
    'requests.complete': ({ token }) => {
      const [first] = world.requests;
      if (token !== 'answer' || !first) {
        throw new AppError('key-mismatch', 'No certificate in this file belongs to a request that was made here.', {
          hint: 'Open the certificate that you were given for it.',
        });
      }
      const made = issuedFor(first.names, 365, { issuer: 'Example Corp Issuing CA' });
      world.requests = world.requests.filter(({ id }) => id !== first.id);
      world.listed = [made, ...world.listed];
      changed();
      world.emit('certificates.changed', undefined);
      return made;
    },
    'requests.preview': async ({ token, authorityId }) => {
      const item = (await look(token)).items.find((each) => each.kind === 'request');
      if (item?.kind !== 'request') throw unreadable(token);
      return {
        subject: item.subject,
        subjectFields: { country: 'DE', organization: 'Partner GmbH', commonName: 'partner.test' },
        keyType: item.keyType,
        signatureAlgorithm: item.signatureAlgorithm,
        checks: await world.check(
          item.names.map(({ value }) => value),
          authorityId,
          'server',
        ),
        keyUsages: item.keyUsages,
        extendedKeyUsages: item.extendedKeyUsages,
        purpose: 'server',
        leftOut: [
          {
            what: 'registered ID 1.2.3.4',
            reason: 'The limits of an authority cannot be held against a registered ID.',
          },
        ],
        refusals: item.signatureOk
          ? []
          : [
              {
                code: 'signature-wrong',
                message: 'The signature of the request does not fit: it was changed after it was made, or cut off.',
                hint: 'Ask for the request again.',
              },
              {
                code: 'wants-authority',
                message: 'The request asks for the powers of an authority.',
                hint: 'Ask for a request without basic constraints, or make an intermediate under Authorities.',
              },
            ],
      };
    },
    'requests.sign': async ({ names, authorityId, purpose = 'server' }) => {
      await pause(200);
      const checks = await world.check(names, authorityId, purpose);
      const made = issuedFor(
        checks.flatMap(({ name }) => (name ? [name] : [])),
        397,
        { keyHere: false, purpose, keyType: 'rsa-2048' },
      );
      world.listed = [made, ...world.listed];
      world.emit('certificates.changed', undefined);
      return made;
    },
  };
}
