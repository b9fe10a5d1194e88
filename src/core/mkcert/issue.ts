import type { CertificateName, KeyType, Purpose, SubjectFields } from '../../ipc/schemas';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import { viewCertificate } from '../pki/certificate-view';
import { type ParsedRequest, requestRefusals } from '../pki/csr';
import { generateKeyPairBytes, pkcs8ToPem } from '../pki/keys';
import { buildLeaf, randomSerial } from '../pki/leaf';
import { writePkcs12 } from '../pki/pkcs12';
import { commonNameMax } from '../pki/profile';
import type { OpenedCaroot } from './authority';
import { type OutputPaths, writeOutput } from './output-files';

export interface MkcertIssueOptions {
  caroot: OpenedCaroot;
  certificates: Certificates;
  owner: string;
  now: Date;
  random: (bytes: number) => Buffer;
}

export interface MkcertRequest {
  names: readonly CertificateName[];
  ecdsa: boolean;
  client: boolean;
  /** PKCS#12 in place of the two PEM files; only then is there a common name. */
  pkcs12: boolean;
  paths: OutputPaths;
}

/** The password that Java's and IIS's tools expect; it hides nothing, so the file is private. */
export const pkcs12Password = 'changeit';

/** Two years and three months, as mkcert: at most 823 days, inside Apple's 825. */
export function mkcertEnd(now: Date): Date {
  const end = new Date(now);
  end.setUTCFullYear(end.getUTCFullYear() + 2);
  end.setUTCMonth(end.getUTCMonth() + 3);
  return end;
}

/** Makes a key and its certificate, keeps both in the list, and writes mkcert's files. Gives back when it ends. */
export async function issueFiles(request: MkcertRequest, options: MkcertIssueOptions): Promise<Date> {
  const keyType: KeyType = request.ecdsa ? 'ecdsa-p256' : 'rsa-2048';
  const pair = await generateKeyPairBytes(keyType);
  try {
    const commonName = request.pkcs12 ? request.names[0]?.value.slice(0, commonNameMax) : undefined;
    const leaf = await sign(
      {
        names: request.names,
        purpose: request.client ? 'server-client' : 'server',
        keyType,
        spki: pair.spki,
        subject: subjectFor(options.owner, commonName),
      },
      options,
    );
    await keepInList(leaf.pem, pair.pkcs8, request.client ? 'server-client' : 'server', options);
    await writeFiles(request, leaf, pair.pkcs8, options);
    return leaf.notAfter;
  } finally {
    pair.pkcs8.fill(0);
  }
}

/** Signs somebody's request: its names and subject, never what it asks of an authority. Gives back when the certificate ends. */
export async function issueForRequest(
  request: ParsedRequest,
  names: readonly CertificateName[],
  path: string,
  options: MkcertIssueOptions,
): Promise<Date> {
  const [refusal] = requestRefusals(request);
  if (refusal !== undefined) {
    const { code, message, hint } = refusal;
    throw new AppError(code, message, hint === undefined ? {} : { hint });
  }
  const leaf = await sign(
    { names, purpose: request.purpose, spki: request.spki, subject: request.subjectFields },
    options,
  );
  await keepInList(leaf.pem, undefined, request.purpose, options);
  await saved('certificate', writeOutput(path, leaf.pem, 0o644));
  return leaf.notAfter;
}

interface LeafFacts {
  names: readonly CertificateName[];
  purpose: Purpose;
  keyType?: KeyType;
  spki: Uint8Array;
  subject: SubjectFields;
}

async function sign(facts: LeafFacts, { caroot, now, random }: MkcertIssueOptions) {
  if (caroot.sign === undefined) {
    throw new AppError('no-key', "can't create new certificates because the CA key (rootCA-key.pem) is missing");
  }
  return caroot.sign((key) =>
    buildLeaf({
      ...facts,
      issuer: { pem: caroot.rootPem, key },
      validity: { kind: 'until', until: mkcertEnd(now).toISOString() },
      now,
      serial: randomSerial(random),
      profile: 'mkcert',
    }),
  );
}

function subjectFor(owner: string, commonName: string | undefined): SubjectFields {
  return {
    organization: 'mkcert development certificate',
    organizationalUnit: owner.slice(0, 64),
    ...(commonName === undefined ? {} : { commonName }),
  };
}

/** mkcert forgets what it issued; here it is in the list, and its end is seen coming. */
async function keepInList(
  pem: string,
  pkcs8: Buffer | undefined,
  purpose: Purpose,
  { certificates, caroot }: MkcertIssueOptions,
): Promise<void> {
  await certificates.adoptIssued({
    certificate: viewCertificate(pem),
    chain: [viewCertificate(caroot.rootPem)],
    purpose,
    ...(pkcs8 === undefined ? {} : { pkcs8 }),
    ...(caroot.authorityId === undefined ? {} : { authorityId: caroot.authorityId }),
  });
}

async function writeFiles(
  { pkcs12, paths }: MkcertRequest,
  leaf: { pem: string; der: Buffer },
  pkcs8: Buffer,
  { caroot, random }: MkcertIssueOptions,
): Promise<void> {
  if (pkcs12) {
    const name = viewCertificate(leaf.der).commonName;
    const passphrase = Buffer.from(pkcs12Password, 'ascii');
    const root = Buffer.from(caroot.root.der);
    const content = { certificate: leaf.der, chain: [root], pkcs8, passphrase, name, random };
    await saved('PKCS#12', writeOutput(paths.pkcs12, await writePkcs12({ ...content, encryption: 'legacy' }), 0o600));
    return;
  }
  const keyPem = pkcs8ToPem(pkcs8);
  if (paths.certificate === paths.key) {
    await saved('certificate and key', writeOutput(paths.key, leaf.pem + keyPem, 0o600));
    return;
  }
  await saved('certificate', writeOutput(paths.certificate, leaf.pem, 0o644));
  await saved('certificate key', writeOutput(paths.key, keyPem, 0o600));
}

async function saved(what: string, writing: Promise<void>): Promise<void> {
  await writing.catch((error: Error) => {
    throw new AppError('read-only', `failed to save ${what}: ${error.message}`, { cause: error });
  });
}
