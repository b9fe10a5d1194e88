import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../src/core/system/run';
import { pemBlocks } from '../../src/core/trust/pem-blocks';
import type { RootCertificate } from '../../src/core/trust/trust-store';

export interface TestRoot extends RootCertificate {
  keyPath: string;
}

async function openssl(...args: string[]): Promise<void> {
  const result = await run('openssl', args);
  if (result.code !== 0) throw new Error(`openssl ${args[0]} failed: ${result.stderr}`);
}

const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** A root made by OpenSSL, so that nothing of ours vouches for itself. `file` tells two roots of one name apart. */
export async function makeRoot(folder: string, commonName = 'Test root (me@host)', file = 'root'): Promise<TestRoot> {
  const pemPath = join(folder, `${file}.pem`);
  const keyPath = join(folder, `${file}.key`);
  const extensions = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign'];
  const added = extensions.flatMap((extension) => ['-addext', extension]);
  await openssl(
    'req',
    '-x509',
    ...ec,
    '-keyout',
    keyPath,
    '-out',
    pemPath,
    '-subj',
    `/CN=${commonName}`,
    '-days',
    '30',
    ...added,
  );
  const pem = await readFile(pemPath, 'utf8');
  const [block] = pemBlocks(pem);
  if (block === undefined) throw new Error(`openssl wrote no certificate to ${pemPath}`);
  return { pem, pemPath, keyPath, der: block.der, fingerprint256: block.fingerprint256, commonName };
}

/** A server certificate for "localhost" under the root. */
export async function makeLocalhost(folder: string, root: TestRoot): Promise<{ certPem: string; keyPem: string }> {
  const at = (name: string) => join(folder, name);
  await openssl(
    'req',
    '-new',
    ...ec,
    '-keyout',
    at('leaf.key'),
    '-out',
    at('leaf.csr'),
    '-subj',
    '/CN=localhost',
    '-utf8',
  );
  await writeFile(
    at('leaf.ext'),
    'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\nextendedKeyUsage=serverAuth\nbasicConstraints=critical,CA:FALSE\n',
  );
  const signer = ['-CA', root.pemPath, '-CAkey', root.keyPath, '-CAcreateserial'];
  await openssl(
    'x509',
    '-req',
    '-in',
    at('leaf.csr'),
    ...signer,
    '-days',
    '2',
    '-extfile',
    at('leaf.ext'),
    '-out',
    at('leaf.pem'),
  );
  return { certPem: await readFile(at('leaf.pem'), 'utf8'), keyPem: await readFile(at('leaf.key'), 'utf8') };
}
