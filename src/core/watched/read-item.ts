import { basename } from 'node:path';
import type { Finding } from '../../ipc/watched-schemas';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { parsedOf } from '../pki/parsed-certificate';
import { errnoOf } from '../system/fs-error';
import { certificatesIn, chainIn, type FileChain, mayHoldCertificate } from './certificate-file';
import { type FetchLimits, fetchChain } from './fetch-chain';
import { parseHostTarget } from './host-target';
import { type Judgement, judgeChain } from './judge-chain';
import { keyBeside, keyNames } from './key-beside';
import type { Known } from './known';
import { stampOf, walkFolder } from './walk-folder';
import { namesKept, type Reading, type SeenCertificate, type WatchedItem } from './watched-types';

/** A folder of certificates has a few; one of a server has hundreds. */
const folderBounds = { depth: 8, entries: 20_000, files: 500 };

export interface ReadContext {
  known: Known;
  now: Date;
  limits?: FetchLimits | undefined;
  /** Files whose times and sizes are the same are not read anew. */
  lazy?: boolean;
}

/** Looks at an item. What is wrong is in the reading; it does not throw. The reading before is given back where nothing is new. */
export function readItem(
  item: Pick<WatchedItem, 'kind' | 'target' | 'reading'>,
  context: ReadContext,
): Promise<Reading> {
  switch (item.kind) {
    case 'host':
      return readHost(item, context);
    case 'file':
      return readFileItem(item, context);
    case 'folder':
      return readFolder(item, context);
  }
}

async function readHost({ target, reading }: Pick<WatchedItem, 'target' | 'reading'>, context: ReadContext) {
  const { known, now, limits } = context;
  const host = parseHostTarget(target);
  const fetched = await fetchChain(host, limits);
  if ('finding' in fetched) return without(reading, now, fetched.finding);
  let chain: CertificateView[];
  try {
    chain = fetched.chain.map((der) => viewCertificate(der));
  } catch {
    const message = `${target} sends a certificate that cannot be read.`;
    return without(reading, now, {
      ...{ code: 'no-certificate', severity: 'bad', message },
      hint: 'Give the server a new certificate.',
    });
  }
  const judged = judgeChain({ chain, host: host.host, now }, known);
  const seen = await seenOf({ chain, others: 0 }, target, target, judged, known);
  return { at: now.toISOString(), findings: [], seen: [seen] };
}

async function readFileItem({ target, reading }: Pick<WatchedItem, 'target' | 'reading'>, context: ReadContext) {
  const { known, now, lazy } = context;
  const { own, usual } = keyNames(target);
  const stamp = await stamped([target, ...own, ...usual], known);
  if (lazy === true && reading?.stamp === stamp) return reading;
  try {
    const found = chainIn(await certificatesIn(target));
    if (found === undefined) {
      const message = `${basename(target)} holds no certificate that can be read.`;
      const hint = 'Put the certificate back, or stop watching the file.';
      return { ...without(reading, now, { code: 'no-certificate', severity: 'bad', message, hint }), stamp };
    }
    return {
      at: now.toISOString(),
      findings: [],
      seen: [await seenFile(found, target, basename(target), context)],
      stamp,
    };
  } catch (error) {
    return { ...without(reading, now, unread(error, target)), stamp };
  }
}

async function readFolder({ target, reading }: Pick<WatchedItem, 'target' | 'reading'>, context: ReadContext) {
  const { known, now, lazy } = context;
  try {
    const wanted = (name: string) => mayHoldCertificate(name) || name.toLowerCase().endsWith('.key');
    const { files, cut } = await walkFolder(target, wanted, folderBounds);
    const stamp = await stamped(
      files.map(({ path }) => path),
      known,
    );
    if (lazy === true && reading?.stamp === stamp) return reading;
    const seen: SeenCertificate[] = [];
    for (const { path, below } of files.filter((each) => mayHoldCertificate(each.path))) {
      // A file that cannot be read is one of the others: most are keys and settings.
      const found = chainIn(await certificatesIn(path).catch(() => []));
      if (found !== undefined) seen.push(await seenFile(found, path, below, context));
    }
    const findings: Finding[] = [];
    if (cut) {
      const message = `There is more in it than is looked at: ${folderBounds.files} files, ${folderBounds.depth} folders deep.`;
      findings.push({ code: 'too-many', severity: 'warn', message, hint: 'Watch the folders below it instead.' });
    }
    if (seen.length === 0) {
      const message = 'There is no certificate in it.';
      findings.push({
        code: 'no-certificate',
        severity: 'warn',
        message,
        hint: 'Watch another folder, or stop watching it.',
      });
    }
    return { at: now.toISOString(), findings, seen, stamp };
  } catch (error) {
    return without(reading, now, unread(error, target));
  }
}

/** The files and what they are held against. */
async function stamped(paths: readonly string[], { stamp }: Known): Promise<string> {
  return sha256Hex([stamp, ...(await stampOf(paths))].join('\n'));
}

async function seenFile(found: FileChain, path: string, label: string, { known, now }: ReadContext) {
  const judged = judgeChain({ chain: found.chain, now }, known);
  return seenOf(
    found,
    path,
    label,
    judged,
    known,
    await keyBeside(path, parsedOf((found.chain[0] as CertificateView).der).spki),
  );
}

async function seenOf(
  { chain, others }: FileChain,
  place: string,
  label: string,
  { origin, findings }: Judgement,
  known: Known,
  key?: Awaited<ReturnType<typeof keyBeside>>,
): Promise<SeenCertificate> {
  const leaf = chain[0] as CertificateView;
  const ours = known.issued.get(leaf.fingerprint256);
  const more: Finding[] = [];
  const newer = ours === undefined ? undefined : await known.renewedAs(ours);
  if (newer !== undefined) more.push(renewed(newer.notAfter, key === undefined));
  if (key?.mismatch !== undefined) {
    const message = `The key in ${basename(key.mismatch)} does not belong to this certificate, so a server cannot use the two.`;
    more.push({ code: 'key-mismatch', severity: 'bad', message, hint: 'Put the right key back, or make both anew.' });
  }
  if (others > 0) {
    const message = `The file holds ${others} more ${others === 1 ? 'certificate' : 'certificates'} that do not belong to its chain.`;
    more.push({ code: 'bundle', severity: 'info', message });
  }
  return {
    id: `seen-${sha256Hex(place).slice(0, 16)}`,
    place,
    label,
    fingerprint: leaf.fingerprint256,
    commonName: leaf.commonName.slice(0, 200),
    names: leaf.names.slice(0, namesKept).map(({ display }) => display),
    nameCount: leaf.names.length,
    issuer: (leaf.issuerCommonName || leaf.issuer).slice(0, 500),
    serial: leaf.serial,
    notBefore: leaf.notBefore.toISOString(),
    notAfter: leaf.notAfter.toISOString(),
    keyType: leaf.keyDescription,
    origin,
    ...(ours === undefined ? {} : { certificateId: ours.id }),
    ...(key?.keyFile === undefined ? {} : { keyFile: key.keyFile }),
    findings: [...more, ...findings],
  };
}

function renewed(notAfter: string, served: boolean): Finding {
  const day = notAfter.slice(0, 10);
  return served
    ? {
        code: 'serves-old',
        severity: 'warn',
        message: `The server still serves the old one: it was renewed, and the new one is valid until ${day}.`,
        hint: 'Give the server the new files and reload it.',
      }
    : {
        code: 'old-copy',
        severity: 'warn',
        message: `The file still holds the old one: it was renewed, and the new one is valid until ${day}.`,
        hint: 'Export the new one over it, or renew it in place.',
      };
}

/** Nothing could be read now: what was seen last stays, and why it is not told anew. */
function without(reading: Reading | undefined, now: Date, finding: Finding): Reading {
  return { at: now.toISOString(), findings: [finding], seen: reading?.seen ?? [] };
}

function unread(error: unknown, path: string): Finding {
  const name = basename(path);
  const cause = error instanceof AppError ? error.cause : error;
  const code = error instanceof AppError ? error.code : undefined;
  if (code === 'not-found' || ['ENOENT', 'ENOTDIR'].includes(errnoOf(cause) ?? '')) {
    const hint = 'Put it back, attach the disk that it lies on, or stop watching it.';
    return { code: 'gone', severity: 'bad', message: `${name} is not there any more.`, hint };
  }
  if (code === 'file-too-large') {
    return { code: 'too-large', severity: 'bad', message: (error as AppError).message, hint: 'Watch the right file.' };
  }
  const hint = 'Give your account the right to read it, or stop watching it.';
  return { code: 'unreadable', severity: 'bad', message: `${name} cannot be read by this account.`, hint };
}
