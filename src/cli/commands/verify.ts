import { AppError } from '../../core/errors';
import { nameOfView } from '../../core/inspect/chain-node';
import { orderNotes } from '../../core/inspect/file-notes';
import { leafOf } from '../../core/inspect/file-view';
import type { OpenedContent } from '../../core/inspect/recognise';
import { verifyCertificate } from '../../core/inspect/verify';
import { type CertificateView, viewCertificate } from '../../core/pki/certificate-view';
import { RevocationStore } from '../../core/revocation/revocation-store';
import type { VerifyReport } from '../../ipc/view-schemas';
import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { given, instantOf, purposeOf } from '../inputs';
import { folderOf } from '../open-services';
import { recogniseInput } from '../opened';
import { minute, visible } from '../text';

/** `sealwax verify CERT`: the verdict of path validation (RFC 5280 section 6), exit 0 or 1. */
export async function verify(context: CommandContext, parsed: Parsed): Promise<number> {
  const purpose = purposeOf(parsed);
  const at = parsed.value('at');
  const now = at === undefined ? context.io.now() : instantOf('--at', at, 'first');
  const first = await certificatesIn(context, parsed.positionals[0] as string);
  const [leaf, ...beside] = first.certificates;
  const sent = [first, ...(await inAll(context, parsed.values('chain')))];
  const intermediates = sent.slice(1).flatMap(({ certificates }) => certificates);
  const rootFiles = parsed.values('root');
  const anchors =
    rootFiles.length > 0
      ? { roots: (await inAll(context, rootFiles)).flatMap(({ certificates }) => certificates), above: [] }
      : await ours(context);
  const verdict = verifyCertificate(
    {
      leaf: leaf as CertificateView,
      intermediates: [...beside, ...intermediates, ...anchors.above],
      roots: anchors.roots,
      now,
      ...given({ name: parsed.value('name'), purpose }),
    },
    // Read without making a data folder where there is none.
    await new RevocationStore(folderOf(context.io)).lookup(),
  );
  const notes = notesOf(sent, verdict);
  const report: VerifyReport = notes.length === 0 ? verdict : { ...verdict, notes };
  context.result(report, () => linesOf(report));
  if (anchors.roots.length === 0) context.note('hint: There is no root to trust here. Name one with --root FILE.');
  return report.ok ? exitCodes.ok : exitCodes.failed;
}

function linesOf(report: VerifyReport): string[] {
  const [best, ...others] = report.paths;
  return [
    visible(`${report.ok ? 'Accepted' : 'Refused'}, at ${minute(report.at)}: ${report.message}`),
    ...(best?.chain ?? []).map(({ kind, name, keyType }) => visible(`  ${kind}  ${name}  (${keyType})`)),
    ...(best?.problems ?? []).map(({ index, message, source, code }) =>
      visible(`  problem at ${best?.chain[index]?.name ?? 'the certificate'}: ${message} [${code}, ${source}]`),
    ),
    ...(others.length === 0 ? [] : [`  ${others.length} more ways were tried; --json shows them.`]),
    ...(report.notes ?? []).map(({ level, message }) => visible(`${level}: ${message}`)),
  ];
}

/** The order in which a server would send them: the files as they were named, each as it stands. */
function notesOf(sent: readonly OpenedContent[], { paths }: VerifyReport): NonNullable<VerifyReport['notes']> {
  const certificates = sent.flatMap((content) => content.certificates);
  // A PKCS#7 or PKCS#12 among them has no order of its own.
  const format = sent.every((content) => content.format !== 'PKCS#12' && content.format !== 'PKCS#7')
    ? 'PEM'
    : 'PKCS#7';
  const leaf = leafOf({ certificates, keys: sent.flatMap(({ keys }) => keys) });
  if (leaf !== undefined && leaf !== certificates[0]) {
    return [
      {
        level: 'warning',
        message: `The certificate comes first in such a file, then each issuer: judged was ${nameOfView(certificates[0] ?? leaf)}, and not ${nameOfView(leaf)}, which comes after it.`,
      },
    ];
  }
  return orderNotes({ certificates, format }, leaf, paths[0]?.chain ?? []);
}

async function certificatesIn(context: CommandContext, typed: string): Promise<OpenedContent> {
  const { title, content } = await recogniseInput(context.io, typed);
  if (content.certificates.length > 0) return content;
  throw new AppError('certificate-unreadable', `There is no certificate in ${title}.`, {
    hint: `“sealwax inspect ${typed}” shows what is in it.`,
  });
}

async function inAll(context: CommandContext, files: readonly string[]): Promise<OpenedContent[]> {
  const contents: OpenedContent[] = [];
  for (const file of files) contents.push(await certificatesIn(context, file));
  return contents;
}

/** The authorities of this machine: roots to trust, and what stands between. */
async function ours(context: CommandContext): Promise<{ roots: CertificateView[]; above: CertificateView[] }> {
  const { authorities } = await context.services();
  const all = await authorities.inspectAll();
  const views = all.flatMap(({ rootPem }) => (rootPem === undefined ? [] : [readable(rootPem)])).flat();
  const own = all.flatMap(({ issuerPem, summary }) =>
    issuerPem === undefined || summary.kind === 'root' ? [] : readable(issuerPem),
  );
  return { roots: views, above: own };
}

/** One authority with a damaged file does not keep the others from being roots. */
function readable(pem: string): CertificateView[] {
  try {
    return [viewCertificate(pem)];
  } catch {
    return [];
  }
}
