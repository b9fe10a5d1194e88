import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../digest';
import { pemBlocks } from './pem-blocks';

/** Nothing that holds one root is larger (bytes). */
const sizeLimit = 1024 * 1024;
/** The system's tools look into sub-folders too; deeper than this nobody puts a certificate. */
const depthLimit = 4;

export interface AnchorFile {
  path: string;
  /** SHA-256 of every certificate in it; empty when it holds none or may not be read. */
  fingerprints: string[];
  ders: Uint8Array[];
}

/** The certificates in one file, PEM or DER (Fedora's folder takes both). */
async function certificatesOf(path: string): Promise<Uint8Array[]> {
  try {
    if ((await stat(path)).size > sizeLimit) return [];
    const data = await readFile(path);
    const blocks = pemBlocks(data.toString('latin1'));
    if (blocks.length > 0) return blocks.map((block) => block.der);
    // A DER certificate is one SEQUENCE (ITU-T X.690, 8.9).
    return data[0] === 0x30 ? [data] : [];
  } catch {
    return [];
  }
}

/** Every file below a folder of roots. A folder that is not there holds none. */
export async function anchorFiles(folder: string, depth = 0): Promise<AnchorFile[]> {
  const entries = await readdir(folder).catch(() => [] as string[]);
  const found = await Promise.all(
    entries.sort().map(async (name): Promise<AnchorFile[]> => {
      const path = join(folder, name);
      const what = await stat(path).catch(() => undefined);
      if (what?.isDirectory()) return depth < depthLimit ? anchorFiles(path, depth + 1) : [];
      if (what?.isFile() !== true) return [];
      const ders = await certificatesOf(path);
      return [{ path, fingerprints: ders.map(sha256Hex), ders }];
    }),
  );
  return found.flat();
}

/** The fingerprints of every certificate in the list that clients read; none where it cannot be read. */
export async function listedIn(bundle: string): Promise<Set<string>> {
  const text = await readFile(bundle, 'latin1').catch(() => '');
  return new Set(pemBlocks(text).map((block) => block.fingerprint256));
}

/** True when the list that clients read holds the certificate. */
export const bundleHolds = async (bundle: string, fingerprint256: string): Promise<boolean> =>
  (await listedIn(bundle)).has(fingerprint256);
