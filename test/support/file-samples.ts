import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface FileSamples {
  /** A PKCS#12 with a leaf, its chain and its key; passphrase "open sesame". */
  pkcs12: string;
  /** Leaf last, root first: no server would send it so. */
  wrongOrder: string;
  /** A root, an intermediate and a leaf, each PEM. */
  root: string;
  leaf: string;
  leafKey: string;
  /** For theirs.test, which an authority here may sign. */
  request: string;
  /** 100 MB. */
  huge: string;
  /** A picture that calls itself a certificate. */
  disguised: string;
  cutOff: string;
}

export const samplePassphrase = 'open sesame';

/** Files as other people make them, with the real openssl. */
export function makeSamples(folder: string): FileSamples {
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const key = (name: string) =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', at(name));
  for (const name of ['root-key.pem', 'mid-key.pem', 'leaf-key.pem']) key(name);
  const authority = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  const subject = (name: string) => ['-subj', `/CN=${name}`, '-days', '365'];
  openssl(
    'req',
    '-x509',
    '-new',
    '-key',
    at('root-key.pem'),
    ...subject('Their Root'),
    ...authority,
    '-out',
    at('root.pem'),
  );
  const signed = (name: string, by: string, extensions: string, common: string) => {
    writeFileSync(at(`${name}.ext`), extensions);
    openssl('req', '-new', '-key', at(`${name}-key.pem`), '-subj', `/CN=${common}`, '-out', at(`${name}.csr`));
    const signer = ['-CA', at(`${by}.pem`), '-CAkey', at(`${by}-key.pem`), '-CAcreateserial', '-days', '90'];
    openssl(
      'x509',
      '-req',
      '-in',
      at(`${name}.csr`),
      ...signer,
      '-extfile',
      at(`${name}.ext`),
      '-out',
      at(`${name}.pem`),
    );
  };
  const ids = 'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n';
  signed(
    'mid',
    'root',
    `${ids}basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n`,
    'Their Intermediate',
  );
  signed('leaf', 'mid', `${ids}subjectAltName=DNS:theirs.example\nextendedKeyUsage=serverAuth\n`, 'theirs.example');
  const asked = ['-subj', '/CN=theirs.test', '-addext', 'subjectAltName=DNS:theirs.test'];
  openssl('req', '-new', '-key', at('leaf-key.pem'), ...asked, '-out', at('theirs.csr'));
  const text = (...names: string[]) => execFileSync('cat', names.map(at));
  writeFileSync(at('wrong-order.pem'), text('root.pem', 'mid.pem', 'leaf.pem'));
  writeFileSync(at('chain.pem'), text('mid.pem', 'root.pem'));
  const bundle = ['-in', at('leaf.pem'), '-inkey', at('leaf-key.pem'), '-certfile', at('chain.pem')];
  openssl('pkcs12', '-export', ...bundle, '-passout', `pass:${samplePassphrase}`, '-out', at('theirs.p12'));
  const file = openSync(at('huge.pem'), 'w');
  ftruncateSync(file, 100 * 1024 * 1024);
  closeSync(file);
  writeFileSync(
    at('picture.crt'),
    Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(400, 7)]),
  );
  writeFileSync(at('cut-off.pem'), text('leaf.pem').subarray(0, 300));
  return {
    pkcs12: at('theirs.p12'),
    wrongOrder: at('wrong-order.pem'),
    root: at('root.pem'),
    leaf: at('leaf.pem'),
    leafKey: at('leaf-key.pem'),
    request: at('theirs.csr'),
    huge: at('huge.pem'),
    disguised: at('picture.crt'),
    cutOff: at('cut-off.pem'),
  };
}
