import type { ForeignRoot } from '../../ipc/trust-schemas';
import { readSmall } from '../authority/adopt-mkcert';
import { readPrivateKeyAny } from '../pki/key-forms';
import { spkiOfPrivateKey } from '../pki/keys';
import { type ParsedCertificate, parseCertificate } from '../pki/parsed-certificate';
import { stat } from '../system/file-calls';
import type { Tool, ToolPlace } from './tool-places';

type FoundKey = ForeignRoot['keys'][number];

/** A certificate that a tool keeps, and the key files beside it. */
export interface KeptRoot {
  tool: Tool;
  certificate: ParsedCertificate;
  path: string;
  keys: FoundKey[];
}

/** What is there of the places; one that is not there, or holds no certificate, is passed over. */
export async function keptRoots(places: readonly ToolPlace[]): Promise<KeptRoot[]> {
  const found = await Promise.all(places.map(keptAt));
  return found.flat();
}

async function keptAt({ tool, certificate: path, keys }: ToolPlace): Promise<KeptRoot[]> {
  const certificate = await readSmall(path)
    .then((content) => parseCertificate(content.toString('latin1')))
    .catch(() => undefined);
  if (certificate === undefined) return [];
  const found = await Promise.all(keys.map((key) => keyAt(key, certificate.spki)));
  return [{ tool, certificate, path, keys: found.flat() }];
}

/** The private key to this public one, where the file holds it or may: an encrypted one does not tell whose it is. */
async function keyAt(path: string, spki: Buffer): Promise<FoundKey[]> {
  const mode = await stat(path).then(
    (found) => (found.isFile() ? found.mode & 0o777 : undefined),
    () => undefined,
  );
  if (mode === undefined) return [];
  const octal = mode.toString(8).padStart(3, '0');
  const content = await readSmall(path).catch(() => undefined);
  if (content === undefined) {
    return [{ path, encrypted: false, mode: octal, message: 'Lies on disk, and this account may not read it.' }];
  }
  try {
    const pkcs8 = await readPrivateKeyAny(content).catch((error: { code?: string }) => error.code);
    if (pkcs8 === 'passphrase-needed') {
      return [{ path, encrypted: true, mode: octal, message: 'Encrypted under a passphrase.' }];
    }
    if (!Buffer.isBuffer(pkcs8)) return [];
    const same = spkiOfPrivateKey(pkcs8).equals(spki);
    pkcs8.fill(0);
    return same ? [{ path, encrypted: false, mode: octal, message: openMessage(mode) }] : [];
  } finally {
    content.fill(0);
  }
}

function openMessage(mode: number): string {
  const who = (mode & 0o004) !== 0 ? 'by every account' : (mode & 0o040) !== 0 ? 'by its group' : 'by its owner';
  return `Not encrypted, and readable ${who}: every program of that account can sign for any name with it.`;
}
