import { AppError } from '../../core/errors';
import type { Certificate } from '../../ipc/schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, confirm } from '../context';
import { exitCodes } from '../exit-codes';
import { findAuthority, findCertificate } from '../find';
import { columns, day, facts, minute, nameText } from '../text';

/** `sealwax list` */
export async function list(context: CommandContext, parsed: Parsed): Promise<number> {
  const services = await context.services();
  const authority = await findAuthority(services, parsed.value('ca'));
  const certificates = (await services.certificates.list())
    .filter((each) => authority === undefined || each.authorityId === authority.id)
    .filter((each) => !parsed.has('expiring') || isOver(each))
    .sort((one, other) => one.notAfter.localeCompare(other.notAfter));
  context.result({ certificates }, () =>
    columns(
      certificates.map((each) => [
        each.replacedBy === undefined ? each.status : 'replaced',
        `until ${day(each.notAfter)}`,
        each.id,
        namesOf(each),
      ]),
    ),
  );
  if (certificates.length === 0) context.note(parsed.has('expiring') ? 'None expires soon.' : 'No certificates yet.');
  return exitCodes.ok;
}

/** Soon, or already; one that was renewed is nobody's worry. */
const isOver = ({ status, replacedBy }: Certificate) =>
  replacedBy === undefined && (status === 'expiring' || status === 'expired');

function namesOf({ names, commonName }: Certificate): string {
  const [first, ...others] = names;
  const shown = first === undefined ? commonName : nameText(first);
  return others.length === 0 ? shown : `${shown} and ${others.length} more`;
}

/** `sealwax show ID|NAME` */
export async function show(context: CommandContext, parsed: Parsed): Promise<number> {
  const services = await context.services();
  const certificate = await findCertificate(services, parsed.positionals[0] as string);
  if (parsed.has('pem') && !context.json) {
    context.io.out(await services.certificates.readPem(certificate.id));
    return exitCodes.ok;
  }
  const snippet = parsed.value('snippet');
  if (snippet !== undefined) {
    return (await import('./snippets')).showSnippet(context, certificate, snippet, parsed.value('kind'));
  }
  if (parsed.has('kind'))
    throw new UsageError('--kind goes with --snippet.', 'For example: --snippet nginx --kind mutual');
  const { detailOf } = await import('../../core/authority/chain');
  const files = await services.certificates.readPublicFiles(certificate.id);
  const detail = detailOf(certificate, files, services.now());
  const { replacedBy } = detail;
  context.result({ certificate: detail }, () => [
    `From ${day(detail.notBefore)} to ${day(detail.notAfter)} this is ${detail.commonName}, according to ${detail.issuer}.`,
    '',
    ...facts([
      ['status', statusOf(detail)],
      ['replaced by', replacedBy],
      ['names', detail.names.map(nameText)],
      ['purpose', detail.purpose],
      ['id', detail.id],
      ['valid from', minute(detail.notBefore)],
      ['valid until', minute(detail.notAfter)],
      ['subject', detail.subject],
      ['issuer', detail.issuerSubject],
      ['serial', detail.serial],
      ['SHA-256', detail.fingerprint],
      ['key', detail.keyHere ? detail.keyType : `${detail.keyType}, not here`],
      ['signature', detail.signatureAlgorithm],
      ['files', [detail.files.certificate, ...(detail.keyHere ? [detail.files.key] : []), detail.files.fullChain]],
    ]),
    '',
    'chain',
    ...detail.chain.flatMap((node) => [
      `  ${node.kind}  ${node.name}`,
      ...node.checks.filter(({ ok }) => !ok).map(({ message }) => `    broken: ${message}`),
    ]),
  ]);
  return exitCodes.ok;
}

function statusOf({ status, statusReason, revoked }: Certificate): string {
  if (revoked !== undefined) return `revoked on ${day(revoked.at)}: ${revoked.reason}`;
  return statusReason === undefined ? status : `${status}: ${statusReason}`;
}

/** `sealwax delete ID|NAME` and `sealwax delete --restore ID` */
export async function remove(context: CommandContext, parsed: Parsed): Promise<number> {
  const { certificates } = await context.services();
  const typed = parsed.positionals[0] as string;
  if (parsed.has('restore')) {
    const certificate = await certificates.restore(await deletedId(context, typed));
    context.result({ certificate }, () => [`Back: ${certificate.id}`]);
    return exitCodes.ok;
  }
  const { id } = await findCertificate(await context.services(), typed);
  await confirm(context, `Move ${id} and its key into the bin?`, parsed.has('yes'));
  await certificates.remove(id);
  context.result({ deleted: id }, () => [`Deleted: ${id}`]);
  context.note(`Bring it back with: sealwax delete --restore ${id}`);
  return exitCodes.ok;
}

/** What is in the bin has no list: its id must be whole. One that is not in the bin is told from one that is still there. */
async function deletedId(context: CommandContext, typed: string): Promise<string> {
  const { certificates } = await context.services();
  const there = (await certificates.list()).some(({ id }) => id === typed);
  if (there) {
    throw new AppError('already-exists', `${typed} is not in the bin: it is in the list.`, {
      hint: 'See “sealwax list”.',
    });
  }
  return typed;
}
