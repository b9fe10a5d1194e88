import { namesProblem } from '../../core/authority/issue';
import { AppError } from '../../core/errors';
import type { ParsedRequest } from '../../core/pki/csr';
import type { RequestPreview } from '../../ipc/issue-schemas';
import type { NameCheck } from '../../ipc/schemas';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, confirm } from '../context';
import { exitCodes } from '../exit-codes';
import { checkOutput, writeOutput } from '../files';
import { findAuthority } from '../find';
import { given, purposeOf, subjectOf, validityOf } from '../inputs';
import { facts, minute, nameText, visible } from '../text';

/** `sealwax sign FILE`: shows what a request asks for, asks, and signs it. */
export async function sign(context: CommandContext, parsed: Parsed): Promise<number> {
  const { io } = context;
  if (parsed.has('only-name') && (parsed.has('name') || parsed.has('drop-name'))) {
    throw new UsageError('--only-name stands alone: it says all the names.', 'Leave --name and --drop-name out.');
  }
  const out = parsed.value('out');
  const force = parsed.has('force');
  const subject = parsed.value('subject');
  const options = given({
    purpose: purposeOf(parsed),
    validity: validityOf(parsed),
    subject: subject === undefined ? undefined : subjectOf(subject),
  });
  if (out !== undefined) await checkOutput(io, out, force);
  const request = await readRequest(context, parsed.positionals[0] as string);
  const services = await context.services();
  const authority = await findAuthority(services, parsed.value('ca'));
  const preview = await services.requests.preview(request, authority?.id);
  show(context, preview);
  const [refusal] = preview.refusals;
  if (refusal === undefined) {
    const names = wantedNames(parsed, preview.checks);
    const checks = await services.certificates.check(names, authority?.id, options.purpose ?? preview.purpose);
    refuseNames(checks, preview.checks);
    context.note(`It will be signed for: ${visible(names.join(', '))}`);
    await confirm(context, 'Sign it?', parsed.has('yes'));
    const certificate = await services.requests.sign(request, {
      ...options,
      names,
      ...given({ authorityId: authority?.id }),
    });
    const { fullChainPem } = await services.certificates.readPublicFiles(certificate.id);
    const file = out === undefined ? undefined : await writeOutput(io, out, fullChainPem, { mode: 0o644, force });
    context.result({ certificate, ...given({ file }) }, () => [
      `Signed ${certificate.names.map(nameText).join(', ')}, valid until ${minute(certificate.notAfter)}.`,
      ...facts([
        ['id', certificate.id],
        ['certificate', file ?? certificate.files.fullChain],
      ]),
    ]);
    return exitCodes.ok;
  }
  throw new AppError('not-allowed', `This request cannot be signed: ${refusal.message}`, {
    hint: refusal.hint ?? 'Ask its owner for another request.',
  });
}

async function readRequest(context: CommandContext, typed: string): Promise<ParsedRequest> {
  const { recogniseInput } = await import('../opened');
  const { title, content } = await recogniseInput(context.io, typed);
  const { requests } = content;
  const [request] = requests;
  if (request !== undefined && requests.length === 1) return request;
  const found = request === undefined ? 'no signing request' : `${requests.length} signing requests`;
  throw new AppError('file-unreadable', `There is ${found} in ${title}.`, {
    hint: `Name a file with one (“sealwax inspect ${typed}” shows what is in it).`,
  });
}

/** On standard error: what is asked for is what the person decides about, not the result. */
function show(context: CommandContext, preview: RequestPreview): void {
  const lines = facts([
    ['subject', visible(preview.subject)],
    ['names', preview.checks.map(checkText)],
    ['purpose', preview.purpose],
    ['key', preview.keyType],
    ['signature', preview.signatureAlgorithm],
    ['key usage', preview.keyUsages.join(', ')],
    ['left out', preview.leftOut.map(({ what, reason }) => visible(`${what}  (${reason})`))],
  ]);
  context.note(['This request asks for:', ...lines.map((line) => `  ${line}`)].join('\n'));
}

function checkText({ input, name, ok, problem }: NameCheck): string {
  const shown = name === undefined ? visible(input) : nameText(name);
  return ok ? shown : `${shown}  (refused: ${problem?.message ?? 'not a name'})`;
}

/** Names in a hint: more would be a command line that nobody reads. */
const struckAtMost = 5;

/**
 * Before anybody is asked for a yes: nothing is “signed for” that would be refused then. Throws what issuing would, with the
 * option that strikes the request's own names out.
 */
function refuseNames(checks: readonly NameCheck[], asked: readonly NameCheck[]): void {
  const problem = namesProblem(checks);
  if (problem === undefined) return;
  const refused = checks.flatMap(({ ok, name, input }) => (ok ? [] : [name?.value ?? input]));
  const own = new Set(asked.map(({ name, input }) => name?.value ?? input));
  const struck =
    refused.length < checks.length && refused.length <= struckAtMost && refused.every((name) => own.has(name));
  const hint = struck
    ? `Strike ${refused.length === 1 ? 'it' : 'them'} out: ${refused.map((name) => `--drop-name ${name}`).join(' ')}`
    : problem.hint;
  throw new AppError(problem.code, `This request cannot be signed as it is: ${problem.message}`, {
    ...(problem.field === undefined ? {} : { field: problem.field }),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** What it asks for without what was struck out, and what was added. Throws for a struck name that it does not ask for. */
export function wantedNames(parsed: Pick<Parsed, 'values' | 'has'>, checks: readonly NameCheck[]): string[] {
  if (parsed.has('only-name')) return parsed.values('only-name');
  const dropped = parsed.values('drop-name').map((name) => name.toLowerCase());
  const forms = (check: NameCheck) =>
    [check.input, check.name?.value, check.name?.display].map((form) => form?.toLowerCase());
  const missing = dropped.find((name) => !checks.some((check) => forms(check).includes(name)));
  if (missing !== undefined)
    throw new UsageError(`The request does not ask for “${missing}”, so it cannot be dropped.`);
  const kept = checks.filter((check) => !forms(check).some((form) => form !== undefined && dropped.includes(form)));
  return [...kept.map(({ input, name }) => name?.value ?? input), ...parsed.values('name')];
}
