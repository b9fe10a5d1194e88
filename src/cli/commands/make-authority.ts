import { AppError } from '../../core/errors';
import type { Services } from '../../core/services';
import type { CreateAuthority } from '../../ipc/authority-schemas';
import type { Authority, Keep, NameLimits } from '../../ipc/schemas';
import { fileOfEnvironment } from '../ask';
import { type Parsed, UsageError } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { given, keepOf, limitsOf, oneOf, subjectOf, wholeNumber } from '../inputs';
import { authorityKeyTypes } from '../specs/words';
import { facts, minute } from '../text';
import { authorityOf } from './authorities';

/** `sealwax ca create [NAME]` */
export async function create(context: CommandContext, parsed: Parsed): Promise<number> {
  const choices = choicesOf(parsed);
  const services = await context.services();
  const { suggestedName } = await import('../../core/set-up');
  const { defaultLimits } = await import('../../core/pki/limits');
  return make(context, parsed, services, {
    ...choices,
    name: parsed.positionals[0] ?? suggestedName(),
    limits: limitsOf(parsed) ?? defaultLimits(),
  });
}

/** `sealwax ca intermediate NAME`: its limits are those of its root unless narrower ones are given. */
export async function intermediate(context: CommandContext, parsed: Parsed): Promise<number> {
  const choices = choicesOf(parsed);
  const parent = await authorityOf(context, parsed.value('ca'));
  return make(context, parsed, await context.services(), {
    ...choices,
    name: parsed.positionals[0] as string,
    limits: limitsOf(parsed) ?? parent.limits,
    parentId: parent.id,
  });
}

type Choices = Pick<CreateAuthority, 'subject' | 'keyType' | 'years'>;

function choicesOf(parsed: Parsed): { [K in keyof Choices]?: Exclude<Choices[K], undefined> } {
  // Read first: what is wrong on the command line is told before anything is opened.
  keepOf(parsed);
  limitsOf(parsed);
  const [subject, key, years] = [parsed.value('subject'), parsed.value('key'), parsed.value('years')];
  return given({
    subject: subject === undefined ? undefined : subjectOf(subject),
    keyType: key === undefined ? undefined : oneOf('--key', key, authorityKeyTypes),
    years: years === undefined ? undefined : wholeNumber('--years', years, 1, 30),
  });
}

async function make(
  context: CommandContext,
  parsed: Parsed,
  services: Services,
  request: Omit<CreateAuthority, 'keep'>,
): Promise<number> {
  if (request.name.trim() === '' || request.name.length > 64) {
    throw new UsageError('The name of an authority has 1 to 64 characters.');
  }
  warnOfLimits(context, request.limits);
  const keep = keepOf(parsed) ?? (await usualKeep(context, services));
  const authority = await services.authorities.create({ ...request, keep }, () => undefined);
  tell(context, authority);
  return exitCodes.ok;
}

function warnOfLimits(context: CommandContext, limits: NameLimits): void {
  if (limits.kind !== 'none') return;
  context.warn(
    'warning: This authority may sign any name. Whoever gets its key can pretend to be any site, your bank’s too, to every machine that trusts it.',
  );
}

/**
 * The keychain when it works; without one the passphrase of the private file, or of the person at the terminal. Throws
 * `keychain-unavailable` where there is neither.
 */
export async function usualKeep(context: CommandContext, { keychain }: Services): Promise<Keep> {
  const report = await keychain.report();
  if (report.state === 'ready') return 'keychain';
  if (fileOfEnvironment(context.io) !== undefined) return 'session';
  if (context.io.interactive) {
    context.note(`note: ${report.message} A passphrase is asked for instead.`);
    return 'session';
  }
  throw new AppError('keychain-unavailable', `The passphrase has no place to be kept. ${report.message}`, {
    hint: 'Name a private file with a passphrase of 15 characters or more in SEALWAX_PASSPHRASE_FILE, or open a keychain.',
  });
}

function tell(context: CommandContext, authority: Authority): void {
  context.result({ authority }, () => [
    `Made ${authority.name}, valid until ${minute(authority.notAfter)}.`,
    ...facts([
      ['id', authority.id],
      ['certificate', authority.certificateFile],
      ['passphrase', authority.keep],
    ]),
  ]);
  if (authority.kind !== 'root') return;
  const which = authority.isDefault ? '' : ` --ca ${authority.id}`;
  context.note(`To trust it on this machine: sealwax trust install${which}`);
}
