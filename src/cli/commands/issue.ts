import type { Services } from '../../core/services';
import type { IssueOptions } from '../../ipc/issue-schemas';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { findAuthority } from '../find';
import { formatsOf, given, keyTypeOf, purposeOf, subjectOf, validityOf } from '../inputs';
import { facts, minute, nameText } from '../text';
import type { ExportTarget } from './export';

/** `sealwax issue NAME…` and `sealwax issue --batch FILE` */
export async function issue(context: CommandContext, parsed: Parsed): Promise<number> {
  const batch = parsed.value('batch');
  if (batch === undefined && parsed.positionals.length === 0) {
    throw new UsageError('A certificate needs a name.', 'Write e.g. “sealwax issue localhost”.');
  }
  if (batch !== undefined) {
    if (parsed.positionals.length > 0) {
      throw new UsageError('Names and --batch cannot both be given.', 'Put the names into the file.');
    }
    const { issueBatch } = await import('./batch');
    return issueBatch(context, parsed, batch, () => optionsOf(context, parsed));
  }
  return issueOne(context, parsed);
}

async function optionsOf(context: CommandContext, parsed: Parsed): Promise<IssueOptions> {
  const subject = parsed.value('subject');
  const chosen = given({
    purpose: purposeOf(parsed),
    keyType: keyTypeOf(parsed),
    subject: subject === undefined ? undefined : subjectOf(subject),
    validity: validityOf(parsed),
  });
  const authority = await findAuthority(await context.services(), parsed.value('ca'));
  return { ...chosen, ...given({ authorityId: authority?.id }) };
}

async function issueOne(context: CommandContext, parsed: Parsed): Promise<number> {
  const writes = parsed.has('out') || parsed.has('format');
  const formats = writes ? formatsOf(parsed) : [];
  const options = await optionsOf(context, parsed);
  const services = await context.services();
  const target = writes ? await (await import('./export')).prepareExport(context, parsed, formats) : undefined;
  try {
    if (target !== undefined) await refuseReplacing(services, parsed.positionals, options, target);
    const certificate = await services.certificates.issue({ ...options, names: parsed.positionals });
    if (parsed.has('days') || parsed.has('hours') || parsed.has('until')) await noteValidity(context, options);
    const files = await target?.write([certificate.id]).catch((error: unknown) => {
      context.warn(`The certificate was issued and is kept as ${certificate.id}; only its files were not written.`);
      throw error;
    });
    context.result({ certificate, ...(files === undefined ? {} : { files }) }, () => [
      `Issued ${certificate.names.map(nameText).join(', ')}, valid until ${minute(certificate.notAfter)}.`,
      ...facts(
        files === undefined
          ? [
              ['id', certificate.id],
              ['certificate', certificate.files.certificate],
              ['key', certificate.files.key],
              ['full chain', certificate.files.fullChain],
            ]
          : [
              ['id', certificate.id],
              ['written', files],
            ],
      ),
    ]);
    return exitCodes.ok;
  } finally {
    target?.wipe();
  }
}

/** Before anything is signed: a certificate whose files cannot be written would be one too many in the list. */
async function refuseReplacing(
  { certificates }: Services,
  names: readonly string[],
  { authorityId, purpose, keyType }: IssueOptions,
  target: ExportTarget,
): Promise<void> {
  const [first] = await certificates.check(names.slice(0, 1), authorityId, purpose);
  if (first?.name !== undefined) await target.refuseExisting(first.name.value, keyType ?? 'ecdsa-p256');
}

/** A validity that was chosen may be cut short, or not be accepted everywhere; the usual one never. */
async function noteValidity(context: CommandContext, { authorityId, purpose, validity }: IssueOptions): Promise<void> {
  const { certificates } = await context.services();
  const preview = await certificates.previewValidity(given({ authorityId, purpose, validity }));
  if (preview.shortened) context.note('note: It ends with its authority, which is earlier than you asked for.');
  for (const text of preview.notes) context.note(`note: ${text}`);
}
