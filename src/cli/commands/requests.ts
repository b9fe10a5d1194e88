import { AppError } from '../../core/errors';
import type { Parsed } from '../command-line';
import { type CommandContext, confirm } from '../context';
import { exitCodes } from '../exit-codes';
import { checkOutput, writeOutput } from '../files';
import { findRequest } from '../find';
import { given, keyTypeOf, purposeOf, subjectOf } from '../inputs';
import { columns, day, facts, minute, nameText } from '../text';

/** `sealwax csr new NAME…`: the request goes to standard output, or into a file; its key stays in the data folder. */
export async function create(context: CommandContext, parsed: Parsed): Promise<number> {
  const { io } = context;
  const out = parsed.value('out');
  const force = parsed.has('force');
  if (out !== undefined) await checkOutput(io, out, force);
  const subject = parsed.value('subject');
  const { requests } = await context.services();
  const request = await requests.create({
    names: parsed.positionals,
    ...given({
      purpose: purposeOf(parsed),
      keyType: keyTypeOf(parsed),
      subject: subject === undefined ? undefined : subjectOf(subject),
    }),
  });
  const file = out === undefined ? undefined : await writeOutput(io, out, request.pem, { mode: 0o644, force });
  context.result({ request, ...given({ file }) }, () => [file ?? request.pem.trimEnd()]);
  context.note(`Its key stays here. When it is signed: sealwax csr complete FILE (request ${request.id})`);
  return exitCodes.ok;
}

/** `sealwax csr list` */
export async function list(context: CommandContext): Promise<number> {
  const requests = await (await context.services()).requests.list();
  context.result({ requests }, () =>
    columns(requests.map(({ id, createdAt, names }) => [`made ${day(createdAt)}`, id, names.map(nameText).join(', ')])),
  );
  if (requests.length === 0) context.note('No request waits for its certificate.');
  return exitCodes.ok;
}

/** `sealwax csr show ID|NAME` */
export async function show(context: CommandContext, parsed: Parsed): Promise<number> {
  const request = await findRequest(await context.services(), parsed.positionals[0] as string);
  if (parsed.has('pem') && !context.json) {
    context.io.out(request.pem);
    return exitCodes.ok;
  }
  context.result({ request }, () =>
    facts([
      ['id', request.id],
      ['names', request.names.map(nameText)],
      ['subject', request.subject],
      ['purpose', request.purpose],
      ['key', request.keyType],
      ['made', minute(request.createdAt)],
      ['files', [request.files.request, request.files.key]],
    ]),
  );
  return exitCodes.ok;
}

/** `sealwax csr complete FILE` */
export async function complete(context: CommandContext, parsed: Parsed): Promise<number> {
  const { recogniseInput } = await import('../opened');
  const { title, content } = await recogniseInput(context.io, parsed.positionals[0] as string);
  const [certificate, ...chain] = content.certificates;
  if (certificate === undefined) {
    throw new AppError('certificate-unreadable', `There is no certificate in ${title}.`, {
      hint: 'Name the file that came back from whoever signed the request.',
    });
  }
  const { requests } = await context.services();
  const completed = await requests.complete(certificate, chain);
  context.result({ certificate: completed }, () => [
    `Complete: ${completed.names.map(nameText).join(', ')}, valid until ${minute(completed.notAfter)}.`,
    ...facts([
      ['id', completed.id],
      ['certificate', completed.files.certificate],
      ['key', completed.files.key],
    ]),
  ]);
  return exitCodes.ok;
}

/** `sealwax csr delete ID|NAME` */
export async function remove(context: CommandContext, parsed: Parsed): Promise<number> {
  const services = await context.services();
  const { id } = await findRequest(services, parsed.positionals[0] as string);
  await confirm(context, `Delete the request ${id} and its key?`, parsed.has('yes'));
  await services.requests.remove(id);
  context.result({ deleted: id }, () => [`Deleted: ${id}`]);
  return exitCodes.ok;
}
