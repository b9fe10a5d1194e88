import { expiringDays } from '../../src/core/lifecycle/expiry';
import type { ChainNode, EdgeCheck } from '../../src/ipc/chain-schemas';
import type {
  Authority,
  Certificate,
  CertificateDetail,
  CertificateName,
  CertificateStatus,
  Store,
} from '../../src/ipc/schemas';

/** Believable data for looking at the window without a machine behind it. Nothing here is signed by anyone. */

const day = 86_400_000;
export const rootName = 'Sealwax Development CA (ada@workbench)';
export const dataFolder = '/home/ada/.local/share/sealwax';

export const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();

/** Hex that looks random and is the same in each run. */
export function hex(seed: string, length: number): string {
  let state = [...seed].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7);
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(16).padStart(8, '0');
  }
  return text.slice(0, length);
}

export const authority: Authority = {
  id: 'root',
  name: rootName,
  commonName: rootName,
  subject: `CN=${rootName}, O=Sealwax`,
  kind: 'root',
  isDefault: true,
  origin: 'made',
  fingerprint: hex('root', 64),
  serial: hex('root serial', 32),
  notBefore: inDays(-30),
  notAfter: inDays(3620),
  keyType: 'ECDSA P-256',
  limits: {
    kind: 'limited',
    dns: ['localhost', 'test', 'internal', 'local', 'lan', 'home.arpa', 'example', 'invalid', 'shop.dev'],
    ip: [
      '127.0.0.0/8',
      '::1/128',
      '10.0.0.0/8',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '169.254.0.0/16',
      'fc00::/7',
      'fe80::/10',
    ],
  },
  keep: 'keychain',
  folder: `${dataFolder}/authorities/root`,
  certificateFile: `${dataFolder}/authorities/root/root.pem`,
  problems: [],
};

const system = '/usr/local/share/ca-certificates';
const nss = '/home/ada/.pki/nssdb';
const firefox = '/home/ada/.mozilla/firefox/x1y2z3.default-release';

export function store(id: string, label: string, location: string, change: Partial<Store>): Store {
  const certutil = (verb: string) => [`certutil ${verb} -d sql:${location} -n "${rootName}"`];
  return {
    id,
    kind: 'nss',
    label,
    location,
    privileged: false,
    state: 'absent',
    install: {
      description: `Adds one certificate to the database in ${location}, as a trusted authority for web sites.`,
      commands: [`certutil -A -d sql:${location} -t C,, -n "${rootName}" -i ${authority.certificateFile}`],
    },
    remove: {
      description: `Deletes exactly this certificate from the database in ${location}.`,
      commands: certutil('-D'),
    },
    ...change,
  };
}

export const stores = (state: Store['state']): Store[] => [
  store('system', 'System store', system, {
    kind: 'system',
    privileged: true,
    state,
    install: {
      description: `Adds one file to ${system} and rebuilds the list of the system. curl, openssl, Python, git and most programs read it.`,
      commands: [`sudo cp ${authority.certificateFile} ${system}/sealwax-root.crt`, 'sudo update-ca-certificates'],
    },
    remove: {
      description: `Deletes the file from ${system} and rebuilds the list of the system.`,
      commands: [`sudo rm ${system}/sealwax-root.crt`, 'sudo update-ca-certificates --fresh'],
    },
  }),
  store(`nss:${nss}`, 'Chromium', nss, { state }),
  store(`nss:${firefox}`, 'Firefox, profile default-release', firefox, { state }),
  store(
    'nss:/home/ada/.mozilla/firefox/a9b8c7.work',
    'Firefox, profile work',
    '/home/ada/.mozilla/firefox/a9b8c7.work',
    {
      state: 'locked',
      message: 'A primary password protects this profile.',
      hint: 'Open Firefox, type the primary password, then try again.',
    },
  ),
];

const names = (...values: string[]): CertificateName[] =>
  values.map((value) => ({
    type: /^[\d.]+$|:/.test(value) ? 'ip' : 'dns',
    value: value === 'bücher.test' ? 'xn--bcher-kva.test' : value,
    display: value,
  }));

interface Sketch {
  names: CertificateName[];
  from: number;
  to: number;
  status: CertificateStatus;
  reason?: string;
  keyHere?: false;
}

const sketches: Sketch[] = [
  { names: names('legacy.shop.test'), from: -400, to: -3, status: 'expired' },
  { names: names('api.shop.test', 'shop.test', '*.shop.test'), from: -391, to: 6.3, status: 'expiring' },
  {
    names: names('app.test', 'localhost', '127.0.0.1', '::1', 'workbench.local'),
    from: -1,
    to: 396.2,
    status: 'healthy',
  },
  { names: names('node-2.cluster.internal', '10.2.0.12'), from: -90, to: 280, status: 'healthy' },
  { names: names('bücher.test'), from: -60, to: 340, status: 'healthy' },
  {
    names: names('mail.home.arpa'),
    from: -20,
    to: 377,
    status: 'broken',
    reason: 'The key file key.pem belongs to another certificate.',
  },
  { names: names('next-month.test'), from: 20, to: 417, status: 'not-yet-valid' },
  {
    names: names('a-rather-long-service-name.with-several-parts.and-one-more.preview.internal', 'short.internal'),
    from: -5,
    to: 392,
    status: 'healthy',
  },
  { names: names('partner.internal'), from: -10, to: 387, status: 'healthy', keyHere: false },
];

function certificate(sketch: Sketch, index: number): Certificate {
  const first = sketch.names[0]?.value.replace('*', '_') ?? 'none';
  const id = `${first.slice(0, 60).replace(/[^a-z0-9._-]+/g, '-')}-${index + 1}`;
  const folder = `${dataFolder}/certificates/${id}`;
  return {
    id,
    names: sketch.names,
    commonName: sketch.names[0]?.display ?? '',
    issuer: rootName,
    authorityId: 'root',
    purpose: 'server',
    keyType: 'ecdsa-p256',
    keyHere: sketch.keyHere ?? true,
    serial: hex(`${id} serial`, 32),
    fingerprint: hex(id, 64),
    createdAt: inDays(sketch.from),
    notBefore: inDays(sketch.from - 1 / 24),
    notAfter: inDays(sketch.to),
    status: sketch.status,
    ...(sketch.reason === undefined ? {} : { statusReason: sketch.reason }),
    ...(sketch.status === 'revoked' ? { revoked: { at: inDays(-2), reason: 'keyCompromise' as const } } : {}),
    files: {
      folder,
      certificate: `${folder}/cert.pem`,
      key: `${folder}/key.pem`,
      fullChain: `${folder}/fullchain.pem`,
    },
  };
}

/** Those above, which show every status, and plain ones up to `count`. */
export function certificates(count: number): Certificate[] {
  const plain = Array.from({ length: Math.max(0, count - sketches.length) }, (_, index): Sketch => {
    // Of thousands, some end on each day of the coming year.
    const to = 397 - ((index * 5) % 391);
    return {
      names: names(`service-${index + 1}.test`),
      from: -(index % 300),
      to,
      status: to <= expiringDays ? 'expiring' : 'healthy',
    };
  });
  return [...sketches, ...plain].slice(0, count).map(certificate);
}

/** A certificate as the form makes it. */
export function issuedFor(wanted: CertificateName[], days: number, change: Partial<Certificate> = {}): Certificate {
  const sketch: Sketch = { names: wanted, from: 0, to: days, status: 'healthy' };
  issuedCount += 1;
  return { ...certificate(sketch, 1000 + issuedCount), commonName: wanted[0]?.value ?? '', ...change };
}
let issuedCount = 0;

const passed: readonly [EdgeCheck['id'], string, string][] = [
  ['signature', 'signature checked', 'RFC 5280 section 6.1.3 (a)(1)'],
  ['validity', 'both are valid today', 'RFC 5280 section 6.1.3 (a)(2)'],
  ['issuer-name', 'names match', 'RFC 5280 section 6.1.3 (a)(4)'],
  ['key-identifiers', 'key identifiers match', 'RFC 5280 section 4.2.1.1'],
  ['name-constraints', "names are inside the root's limits", 'RFC 5280 section 6.1.3 (b)'],
];

function checks(status: CertificateStatus): EdgeCheck[] {
  return passed.map(([id, message, source]) => {
    const wrong = id === 'validity' && (status === 'expired' || status === 'not-yet-valid');
    const words = status === 'expired' ? 'The certificate has expired.' : 'The certificate is not valid yet.';
    return { id, ok: !wrong, message: wrong ? words : message, source };
  });
}

export function detailOf(listed: Certificate): CertificateDetail {
  const root: ChainNode = {
    kind: 'root',
    name: rootName,
    fingerprint: authority.fingerprint,
    serial: authority.serial,
    keyType: 'ECDSA P-256',
    notBefore: authority.notBefore,
    notAfter: authority.notAfter,
    checks: [],
  };
  const leaf: ChainNode = {
    kind: 'leaf',
    name: listed.commonName,
    fingerprint: listed.fingerprint,
    serial: listed.serial,
    keyType: 'ECDSA P-256',
    notBefore: listed.notBefore,
    notAfter: listed.notAfter,
    checks: [
      ...checks(listed.status),
      ...(listed.revoked
        ? [
            {
              id: 'revocation' as const,
              ok: false,
              message: `Its authority took it back on ${listed.revoked.at.slice(0, 10)} (${listed.revoked.reason}).`,
              source: 'RFC 5280 section 6.1.3 (a)(3)',
            },
          ]
        : []),
    ],
  };
  const body = hex(listed.id, 900).match(/.{64}|.+$/g) ?? [];
  return {
    ...listed,
    subject: `CN=${listed.commonName}`,
    issuerSubject: authority.subject,
    signatureAlgorithm: 'ECDSA with SHA-256',
    keyUsages: ['digital signature'],
    extendedKeyUsages: ['server authentication'],
    subjectKeyIdentifier: hex(`${listed.id} ski`, 40),
    authorityKeyIdentifier: hex('root ski', 40),
    chain: [leaf, root],
    pem: `-----BEGIN CERTIFICATE-----\n${body.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}
