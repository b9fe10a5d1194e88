import { AppError } from '../../src/core/errors';
import type { CallInput, CallName, CallOutput, EventData, EventName } from '../../src/ipc/contract';
import type { Saved } from '../../src/ipc/issue-schemas';
import type { Authority, KeyState } from '../../src/ipc/schemas';
import type { CertificateFacts, FileView } from '../../src/ipc/view-schemas';
import { authority, dataFolder, hex, inDays } from './data';

/** What these answers need of the double. */
export interface AuthorityMachine {
  all: () => Authority[];
  set: (authorities: Authority[]) => void;
  emit: <N extends EventName>(name: N, data: EventData<N>) => void;
}

type Answers<N extends CallName> = { [M in N]: (input: CallInput<M>) => CallOutput<M> | Promise<CallOutput<M>> };
type Answered =
  | 'authorities.create'
  | 'authorities.setDefault'
  | 'authorities.rename'
  | 'authorities.findMkcert'
  | 'authorities.adopt'
  | 'authorities.deletePlainKey'
  | 'authorities.backup'
  | 'authorities.restore'
  | 'authorities.exportRoot'
  | 'authorities.changePassphrase'
  | 'authorities.setKeep'
  | 'authorities.showRecoveryKit'
  | 'key.state'
  | 'key.unlock'
  | 'key.lock'
  | 'key.lockOne';

const folderOf = (id: string) => ({
  folder: `${dataFolder}/authorities/${id}`,
  certificateFile: `${dataFolder}/authorities/${id}/root.pem`,
});

const another = (id: string, name: string, change: Partial<Authority>): Authority => ({
  ...authority,
  id,
  name,
  commonName: name,
  subject: `CN=${name}`,
  fingerprint: hex(id, 64),
  serial: hex(`${id} serial`, 32),
  isDefault: false,
  ...folderOf(id),
  ...change,
});

export const mkcertFolder = '/home/ada/.local/share/mkcert';
const mkcertName = 'mkcert ada@workbench (Ada Lovelace)';

/** A machine with a history: a root with two intermediates, one of mkcert's, and an old one that is about to end. */
export const several: Authority[] = [
  authority,
  another('cluster', 'Cluster CA', {
    kind: 'intermediate',
    parentId: authority.id,
    limits: { kind: 'limited', dns: ['cluster.test', 'internal'], ip: ['10.0.0.0/8'] },
    keep: 'every-use',
    notAfter: inDays(1790),
  }),
  another('shop', 'Shop staging', {
    commonName: 'Sealwax Intermediate CA (ada@workbench)',
    kind: 'intermediate',
    parentId: authority.id,
    limits: { kind: 'limited', dns: ['shop.dev'], ip: [] },
    keyType: 'RSA 3072',
    notAfter: inDays(90),
    problems: [
      {
        code: 'not-private',
        message: 'Other users of this machine can read root-key.pem.',
        hint: 'Make it readable only by you.',
        remedy: 'make-private',
      },
    ],
  }),
  another('mkcert', mkcertName, {
    origin: 'mkcert',
    limits: { kind: 'none' },
    keep: 'session',
    keyType: 'RSA 3072',
    notAfter: inDays(3000),
    plainKeyFile: `${mkcertFolder}/rootCA-key.pem`,
  }),
];

const savedAs = (name: string): Saved => ({
  outcome: 'saved',
  files: [name],
  folderName: 'Documents',
  token: 'saved-1',
});
const extensions = {
  pem: 'pem',
  crt: 'crt',
  der: 'cer',
  p7b: 'p7b',
  mobileconfig: 'mobileconfig',
  'java-trust-store': 'p12',
} as const;

export function authorityAnswers(machine: AuthorityMachine): Answers<Answered> {
  const { all, emit } = machine;
  const open = new Map<string, string>();

  const find = (id: string): Authority => {
    const known = all().find((each) => each.id === id);
    if (!known) throw new AppError('not-found', `There is no authority ${id}.`, { hint: 'Look at the list again.' });
    return known;
  };
  const settle = (authorities: Authority[]) => {
    machine.set(authorities);
    emit('authorities.changed', undefined);
  };
  const add = (made: Authority): Authority => {
    settle([...all(), made]);
    return made;
  };
  const change = (id: string, next: (known: Authority) => Authority): Authority => {
    const changed = next(find(id));
    settle(all().map((known) => (known.id === id ? changed : known)));
    return changed;
  };
  const chosen = (id: string | undefined): Authority | undefined =>
    id === undefined ? (all().find(({ isDefault }) => isDefault) ?? all()[0]) : find(id);
  const stateOf = (id: string | undefined): KeyState => {
    const known = chosen(id);
    if (!known) return { keep: 'keychain', state: 'none' };
    const locksAt = open.get(known.id);
    const base = { keep: known.keep, authorityId: known.id };
    return locksAt === undefined ? { ...base, state: 'locked' } : { ...base, state: 'open', locksAt };
  };
  const said = (state: KeyState): KeyState => {
    emit('key.changed', state);
    return state;
  };

  return {
    'authorities.create': ({ name, limits, keep, keyType, years, parentId }) => {
      if (all().some(({ commonName }) => commonName === name)) {
        throw new AppError('already-exists', `There is an authority called ${name} already.`, {
          hint: 'Choose another name.',
          field: 'name',
        });
      }
      return add(
        another(`made-${all().length}`, name, {
          kind: parentId === undefined ? 'root' : 'intermediate',
          ...(parentId === undefined ? {} : { parentId }),
          limits,
          keep,
          keyType: keyType?.startsWith('rsa') ? keyType.replace('rsa-', 'RSA ') : 'ECDSA P-256',
          notBefore: inDays(0),
          notAfter: inDays(365 * (years ?? 10)),
        }),
      );
    },
    'authorities.setDefault': ({ id }) => {
      settle(all().map((known) => ({ ...known, isDefault: known.id === id })));
      return find(id);
    },
    'authorities.rename': ({ id, name }) => change(id, (known) => ({ ...known, name: name || known.commonName })),
    'authorities.findMkcert': () => [
      {
        folder: mkcertFolder,
        name: mkcertName,
        fingerprint: hex('mkcert', 64),
        notAfter: inDays(3000),
        hasKey: true,
        ...(all().some(({ id }) => id === 'mkcert') ? { adoptedAs: 'mkcert' } : {}),
      },
      {
        folder: '/srv/shared/mkcert',
        name: 'mkcert root@build (root)',
        fingerprint: hex('mkcert build', 64),
        notAfter: inDays(900),
        hasKey: false,
      },
    ],
    'authorities.adopt': ({ source, keep }) =>
      add(
        source.kind === 'mkcert'
          ? another('mkcert', mkcertName, {
              origin: 'mkcert',
              limits: { kind: 'none' },
              keep,
              plainKeyFile: `${source.folder}/rootCA-key.pem`,
            })
          : another('imported', 'Acme Development Root', { origin: 'imported', keep }),
      ),
    'authorities.deletePlainKey': ({ id }) => change(id, ({ plainKeyFile, ...known }) => known),
    'authorities.backup': () => savedAs('sealwax-2026-11-22.sealwax-backup'),
    'authorities.restore': ({ keep }) => ({
      outcome: 'restored',
      restored: [add(another('laptop', 'Sealwax Development CA (ada@laptop)', { origin: 'restored', keep }))],
      already: [authority.name],
    }),
    'authorities.exportRoot': ({ id, form }) => savedAs(`${find(id).id}.${extensions[form]}`),
    'authorities.changePassphrase': ({ id }) => {
      if (find(id).keep !== 'keychain') {
        throw new AppError('cancelled', 'The passphrase was not changed: no new one was given.', {
          hint: 'Press Change again and type a new passphrase twice.',
        });
      }
      return find(id);
    },
    'authorities.setKeep': ({ id, keep }) => change(id, (known) => ({ ...known, keep })),
    'authorities.showRecoveryKit': () => undefined,
    'key.state': ({ authorityId }) => stateOf(authorityId),
    'key.unlock': ({ authorityId }) => {
      const known = chosen(authorityId);
      if (known) open.set(known.id, inDays(5 / 1440));
      return said(stateOf(authorityId));
    },
    'key.lockOne': ({ authorityId }) => {
      open.delete(authorityId);
      return said(stateOf(authorityId));
    },
    'key.lock': () => {
      open.clear();
      return said(stateOf(undefined));
    },
  };
}

const facts = (change: Partial<CertificateFacts>): CertificateFacts => ({
  subject: 'CN=Acme Development Root, O=Acme',
  issuer: 'CN=Acme Development Root, O=Acme',
  commonName: 'Acme Development Root',
  names: [],
  serial: hex('acme serial', 32),
  fingerprint: hex('acme', 64),
  fingerprintSha1: hex('acme', 40),
  notBefore: inDays(-400),
  notAfter: inDays(2000),
  status: 'healthy',
  keyType: 'RSA 4096',
  signatureAlgorithm: 'sha256WithRSAEncryption',
  isAuthority: true,
  selfSigned: true,
  keyUsages: ['keyCertSign', 'cRLSign'],
  extendedKeyUsages: [],
  subjectKeyIdentifier: hex('acme ski', 40),
  authorityKeyIdentifier: '',
  extensions: [],
  problems: [],
  pem: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
  ...change,
});

/** A PKCS#12 with an authority in it, before and after its passphrase was typed. */
export const lockedFile: FileView = {
  token: 'opened-acme',
  title: 'acme-root.p12',
  format: 'PKCS#12',
  items: [],
  notes: [{ level: 'info', message: 'It is locked by a passphrase.' }],
  chain: [],
};
export const unlockedFile: FileView = {
  ...lockedFile,
  items: [
    { kind: 'certificate', facts: facts({}) },
    {
      kind: 'private-key',
      keyType: 'RSA 4096',
      form: 'PKCS#8',
      encrypted: false,
      spkiFingerprint: hex('acme spki', 64),
      belongsTo: 0,
    },
  ],
  notes: [],
};
