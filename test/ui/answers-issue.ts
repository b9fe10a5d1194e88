import { AppError } from '../../src/core/errors';
import type { BatchResult, ExportFormat } from '../../src/ipc/issue-schemas';
import type { Certificate, Validity } from '../../src/ipc/schemas';
import { detailOf, issuedFor, rootName } from './data';
import { type Answers, findById, pause, savedAs, type World } from './world';

const day = 86_400_000;

/** Days of a validity, cut to the end of the root. */
function daysOf(validity: Validity | undefined, root: { notAfter: string } | undefined) {
  const wanted =
    validity === undefined
      ? 397
      : validity.kind === 'hours'
        ? validity.hours / 24
        : validity.kind === 'days'
          ? validity.days
          : (Date.parse(validity.until) - Date.now()) / day;
  const left = root ? (Date.parse(root.notAfter) - Date.now()) / day : wanted;
  return { wanted, days: Math.min(wanted, left), shortened: wanted > left };
}

const files: Record<ExportFormat, string> = {
  certificate: 'cert.pem',
  key: 'key.pem',
  'full-chain': 'fullchain.pem',
  combined: 'combined.pem',
  ca: 'ca.crt',
  der: 'cert.der',
  pkcs12: 'cert.p12',
  'pkcs12-legacy': 'cert-legacy.p12',
  'encrypted-key': 'key-encrypted.pem',
  'traditional-key': 'key-traditional.pem',
  'java-trust-store': 'truststore.p12',
  'kubernetes-secret': 'secret.yaml',
};

/** Everything about certificates. */
export function certificateAnswers(world: World): Answers<'certificates'> {
  const changed = () => world.emit('certificates.changed', undefined);
  const authorityOf = (id: string | undefined) =>
    world.authorities.find((each) => each.id === id) ?? world.authorities[0];
  return {
    'certificates.list': () => {
      if (world.state === 'failing') {
        throw new AppError(
          'certificate-unreadable',
          'The folder /home/ada/.local/share/sealwax/certificates cannot be read.',
          {
            hint: 'Check its permissions: it must belong to you.',
          },
        );
      }
      return world.listed;
    },
    'certificates.get': ({ id }) => detailOf(findById(world.listed, id, 'certificate')),
    'certificates.suggestNames': () => [
      { type: 'dns', value: 'localhost', display: 'localhost' },
      { type: 'ip', value: '127.0.0.1', display: '127.0.0.1' },
      { type: 'ip', value: '::1', display: '::1' },
      { type: 'dns', value: 'workbench.local', display: 'workbench.local' },
      { type: 'ip', value: '192.168.1.20', display: '192.168.1.20' },
      { type: 'dns', value: 'shop.test', display: 'shop.test' },
      { type: 'dns', value: 'api.shop.test', display: 'api.shop.test' },
      { type: 'ip', value: 'fd12:3456::20', display: 'fd12:3456::20' },
    ],
    'certificates.checkNames': ({ names, authorityId, purpose }) => world.check(names, authorityId, purpose),
    'certificates.previewValidity': ({ authorityId, purpose, validity }) => {
      const { wanted, days, shortened } = daysOf(validity, authorityOf(authorityId));
      if (wanted <= 0) {
        throw new AppError('invalid-input', 'That day is over.', { hint: 'Choose a later day.', field: 'validity' });
      }
      return {
        notBefore: new Date(Date.now() - day / 24).toISOString(),
        notAfter: new Date(Date.now() + days * day).toISOString(),
        shortened,
        notes:
          days > 825 && purpose !== 'client' && purpose !== 'email'
            ? [
                'Apple devices refuse a server certificate that is valid for more than 825 days (Apple Support, HT210176).',
              ]
            : [],
      };
    },
    'certificates.issue': async ({
      names,
      authorityId,
      purpose = 'server',
      keyType = 'ecdsa-p256',
      validity,
      subject,
    }) => {
      await pause(300);
      if (names.includes('cancel.test')) {
        throw new AppError('cancelled', 'The passphrase was not given, so nothing was issued.', {
          hint: 'Press Issue certificate again, and type the passphrase.',
        });
      }
      if (subject?.country !== undefined && !/^[A-Za-z]{2}$/.test(subject.country)) {
        throw new AppError('invalid-input', `The country “${subject.country}” is not two letters.`, {
          hint: 'Type the two letters of ISO 3166, such as DE.',
          field: 'subject.country',
        });
      }
      const checked = await world.check(names, authorityId, purpose);
      const made = issuedFor(
        checked.flatMap((check) => (check.name ? [check.name] : [])),
        daysOf(validity, authorityOf(authorityId)).days,
        { purpose, keyType, issuer: authorityOf(authorityId)?.name ?? rootName },
      );
      world.listed = [made, ...world.listed];
      changed();
      return made;
    },
    'certificates.renew': async ({ id }) => {
      await pause(60);
      const old = findById(world.listed, id, 'certificate');
      const made = issuedFor(old.names, 397, { keyHere: old.keyHere, purpose: old.purpose, renews: id });
      world.listed = [made, ...world.listed.map((each) => (each.id === id ? { ...each, replacedBy: made.id } : each))];
      changed();
      return made;
    },
    'certificates.remove': ({ id }) => {
      world.bin.push(findById(world.listed, id, 'certificate'));
      world.listed = world.listed.filter((known) => known.id !== id);
      changed();
      return undefined;
    },
    'certificates.restore': ({ id }) => {
      const back = world.bin.find((known) => known.id === id);
      if (!back) throw new AppError('not-found', `There is no certificate ${id} in the bin.`);
      world.listed = [...world.listed, back];
      changed();
      return back;
    },
    'certificates.openFolder': () => undefined,
    'certificates.export': async ({ ids, formats }) => {
      await pause(150);
      const names = formats.map((format) => files[format]);
      const [only] = ids;
      return savedAs(
        world,
        ids.length === 1 ? names : ids.flatMap((id) => names.map((name) => `${id}/${name}`)),
        only ?? '',
      );
    },
  };
}

/** The list of many, issued one after the other so that the bar moves. */
export function batchAnswers(world: World): Answers<'batch'> {
  let stopped = false;
  return {
    'batch.read': ({ text, authorityId, purpose }) => world.readList(text, authorityId, purpose),
    'batch.openFile': () =>
      world.next.file === null
        ? null
        : { text: 'name,more names,purpose\nshop.test,www.shop.test,server\nmail.test,,server\n' },
    'batch.issue': async ({ rows, purpose = 'server' }) => {
      stopped = false;
      const results: BatchResult[] = [];
      const made: Certificate[] = [];
      for (const { line, names, purpose: own } of rows) {
        if (line % 100 === 1) await pause(20);
        // A row that takes until the batch is cancelled, so that a test can look at the middle.
        while (names.includes('slow.test') && !stopped) await pause(20);
        if (stopped) {
          results.push({
            line,
            names,
            problem: { code: 'cancelled', message: 'Not issued: it was cancelled before.' },
          });
          continue;
        }
        if (names.includes('full.test')) {
          const problem = { code: 'disk-full', message: 'The disk is full.', hint: 'Make room, then try it again.' };
          results.push({ line, names, problem });
          continue;
        }
        const certificate = issuedFor(
          names.map((value) => ({ type: 'dns', value, display: value })),
          397,
          { purpose: own ?? purpose },
        );
        made.push(certificate);
        const { id, fingerprint, notAfter } = certificate;
        results.push({ line, names, certificate: { id, fingerprint, notAfter } });
        world.emit('batch.progress', {
          done: results.length,
          failed: results.length - made.length,
          total: rows.length,
        });
      }
      world.listed = [...made, ...world.listed];
      world.emit('certificates.changed', undefined);
      const failed = results.filter(({ problem }) => problem && problem.code !== 'cancelled').length;
      return { issued: made.length, failed, cancelled: stopped, results };
    },
    'batch.cancel': () => {
      stopped = true;
      return undefined;
    },
  };
}
