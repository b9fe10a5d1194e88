import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { opensslText } from './openssl';

export interface ForeignRequest {
  key: string;
  request: string;
}

/** A signing request as somebody else makes it, with the real openssl. `extensions`: lines of the section of that name. */
export async function foreignRequest(
  folder: string,
  name: string,
  subject: string,
  extensions: readonly string[],
): Promise<ForeignRequest> {
  const config = join(folder, `${name}.cnf`);
  const key = join(folder, `${name}-key.pem`);
  const request = join(folder, `${name}.csr`);
  await writeFile(config, `[req]\ndistinguished_name=dn\nreq_extensions=ext\n[dn]\n[ext]\n${extensions.join('\n')}\n`);
  await opensslText(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', key]);
  await opensslText(['req', '-new', '-config', config, '-key', key, '-subj', subject, '-out', request]);
  return { key, request };
}

/** The same request with one bit of its signature changed. */
export async function breakSignature(request: string, broken: string): Promise<void> {
  const lines = (await readFile(request, 'utf8')).trim().split('\n');
  const der = Buffer.from(lines.slice(1, -1).join(''), 'base64');
  der.writeUInt8(der.readUInt8(der.length - 5) ^ 1, der.length - 5);
  const body = der.toString('base64').replace(/.{64}/g, '$&\n');
  await writeFile(broken, `-----BEGIN CERTIFICATE REQUEST-----\n${body}\n-----END CERTIFICATE REQUEST-----\n`);
}

/** An authority of somebody else's, which signs a request as it stands. Gives the certificate's file and the root's. */
export async function signElsewhere(
  folder: string,
  request: string,
): Promise<{ certificate: string; root: string; both: string }> {
  const at = (name: string) => join(folder, name);
  const [rootKey, root, certificate, both] = ['corp-key.pem', 'corp.pem', 'corp-leaf.pem', 'corp-chain.pem'].map(
    at,
  ) as [string, string, string, string];
  await opensslText(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', rootKey]);
  const subject = ['-subj', '/CN=Corporate CA', '-days', '365'];
  await opensslText(['req', '-x509', '-new', '-key', rootKey, ...subject, '-out', root]);
  const signer = ['-CA', root, '-CAkey', rootKey, '-CAcreateserial', '-days', '90'];
  await opensslText(['x509', '-req', '-in', request, ...signer, '-copy_extensions', 'copyall', '-out', certificate]);
  await writeFile(both, (await readFile(certificate, 'utf8')) + (await readFile(root, 'utf8')));
  return { certificate, root, both };
}
