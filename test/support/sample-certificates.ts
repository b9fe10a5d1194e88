import { randomBytes } from 'node:crypto';
import { buildIntermediate, buildRoot } from '../../src/core/pki/authority-certificate';
import { generateKey } from '../../src/core/pki/keys';
import { buildLeaf, randomSerial } from '../../src/core/pki/leaf';
import { decodePem } from '../../src/core/pki/pem';
import type { CertificateName, KeyType, Purpose } from '../../src/ipc/schemas';

const now = new Date('2026-11-22T12:00:00Z');
const days = (count: number) => ({ kind: 'days', days: count }) as const;

const names: CertificateName[] = [
  { type: 'dns', value: 'app.test', display: 'app.test' },
  { type: 'dns', value: '*.app.test', display: '*.app.test' },
  { type: 'ip', value: '127.0.0.1', display: '127.0.0.1' },
  { type: 'ip', value: '::1', display: '::1' },
];
const mailbox: CertificateName = { type: 'email', value: 'me@app.test', display: 'me@app.test' };
const workload: CertificateName = { type: 'uri', value: 'spiffe://app.test/web', display: 'spiffe://app.test/web' };

/** Certificates of every kind that is made here: roots with and without limits, an intermediate, leaves by purpose and key. */
export async function sampleCertificates(): Promise<{ what: string; der: Buffer }[]> {
  const limits = { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8', '::1/128'] } as const;
  const serial = () => randomSerial(randomBytes);
  const authority = async (keyType: KeyType, name: string) => ({ name, keyType, key: await generateKey(keyType) });
  const plain = await authority('ecdsa-p256', 'Prüfstelle Test');
  const limited = { ...limits, dns: [...limits.dns], ip: [...limits.ip] };
  const root = await buildRoot({ ...plain, pathLength: 1, limits: limited, serial: serial(), now, years: 10 });
  const free = await buildRoot({
    ...(await authority('rsa-3072', 'Free Root')),
    subject: { country: 'DE', organization: 'Example, Inc.' },
    limits: { kind: 'none' },
    serial: serial(),
    now,
    years: 30,
  });
  const issuer = { pem: root.pem, key: plain.key.privateKey };
  const middle = await authority('ecdsa-p384', 'Between');
  const intermediate = await buildIntermediate({
    ...middle,
    limits: limited,
    serial: serial(),
    now,
    years: 5,
    issuer,
  });
  const leaf = async (purpose: Purpose, keyType: KeyType, own: readonly CertificateName[], common?: string) => {
    const { spki } = await generateKey(keyType);
    const subject = common === undefined ? {} : { subject: { country: 'de', locality: 'Köln', commonName: common } };
    return buildLeaf({
      names: own,
      purpose,
      spki,
      issuer:
        purpose === 'email'
          ? { ...issuer, pem: intermediate.pem, key: middle.key.privateKey, chain: [root.pem] }
          : issuer,
      validity: days(397),
      now,
      serial: serial(),
      ...subject,
    });
  };
  const made = [
    { what: 'a root with limits', pem: root.pem },
    { what: 'a root without limits, RSA, past 2050', pem: free.pem },
    { what: 'an intermediate', pem: intermediate.pem },
    { what: 'a server', pem: (await leaf('server', 'ecdsa-p256', names)).pem },
    {
      what: 'a server with RSA and a subject',
      pem: (await leaf('server-client', 'rsa-2048', names, 'Ein Dienst')).pem,
    },
    { what: 'a workload', pem: (await leaf('client', 'ecdsa-p384', [workload, mailbox])).pem },
    { what: 'a mailbox', pem: (await leaf('email', 'ecdsa-p256', [mailbox])).pem },
  ];
  return made.map(({ what, pem }) => ({ what, der: decodePem(pem, 'CERTIFICATE') }));
}
