import { isIP } from 'node:net';
import { profiles } from '../../core/acme/profiles';
import { type AcmeClient, acmeClients, acmeSnippet } from '../../core/acme/snippets';
import type { AcmeOrderView, AcmeStepView } from '../../core/acme/views';
import { type Parsed, UsageError } from '../command-line';
import { type CommandContext, confirm } from '../context';
import { exitCodes } from '../exit-codes';
import { given, oneOf, wholeNumber } from '../inputs';
import { columns, facts, minute } from '../text';
import { authorityOf } from './authorities';

/** `sealwax acme accounts`. */
export async function accounts(context: CommandContext): Promise<number> {
  const { lifecycle } = await context.services();
  const all = await lifecycle.acme.admin.accounts();
  context.result(all, () =>
    columns(
      all.map(({ id, status, contact, agent, key, orders, boundBy, createdAt }) => [
        id,
        status,
        contact.map((each) => each.replace(/^mailto:/, '')).join(' ') || agent.split(' ')[0] || '-',
        key,
        `${orders} order${orders === 1 ? '' : 's'}`,
        boundBy === undefined ? '' : `bound: ${boundBy}`,
        minute(createdAt),
      ]),
    ),
  );
  if (all.length === 0) context.note('No client has an account yet. Start the server with: sealwax acme serve');
  return exitCodes.ok;
}

/** `sealwax acme orders [ACCOUNT]`. */
export async function orders(context: CommandContext, parsed: Parsed): Promise<number> {
  const limit = wholeNumber('--limit', parsed.value('limit') ?? '20', 1, 10_000);
  const { lifecycle } = await context.services();
  const { admin } = lifecycle.acme;
  const typed = parsed.positionals[0];
  const account = typed === undefined ? undefined : (await admin.findAccount(typed)).id;
  const all = (await admin.orders(account)).slice(0, limit);
  context.result(all, () => all.flatMap(orderLines));
  if (all.length === 0) context.note('Nothing was ordered yet.');
  return exitCodes.ok;
}

export function orderLines({
  id,
  status,
  names,
  profile,
  createdAt,
  steps,
  problem,
  certificateId,
}: AcmeOrderView): string[] {
  return [
    `${minute(createdAt)}  ${status}  ${names.join(', ')}  (${profile}, ${id})`,
    ...steps.map((step) => `  ${stepText(step)}`),
    ...(problem === undefined ? [] : [`  failed: ${problem}`]),
    ...(certificateId === undefined ? [] : [`  certificate: ${certificateId}`]),
  ];
}

function stepText({ name, status, challenge, trusted, problem }: AcmeStepView): string {
  const how =
    trusted === true
      ? 'without a challenge, as programs on this machine are trusted'
      : (challenge ?? 'no challenge taken up yet');
  return `${name}: ${status} (${how})${problem === undefined ? '' : `: ${problem}`}`;
}

function policyIn(parsed: Parsed) {
  const list = (name: string) =>
    parsed.has(name)
      ? parsed
          .values(name)
          .flatMap((each) => each.split(','))
          .map((each) => each.trim())
          .filter((each) => each !== '')
      : undefined;
  const days = parsed.value('days');
  return given({
    names: list('names'),
    addresses: list('addresses')?.map((each) => (isIP(each) === 0 ? each : `${each}/${isIP(each) === 4 ? 32 : 128}`)),
    days: days === undefined ? undefined : wholeNumber('--days', days, 1, 3660),
  });
}

/** `sealwax acme policy ACCOUNT`. */
export async function policy(context: CommandContext, parsed: Parsed): Promise<number> {
  const wanted = policyIn(parsed);
  const chosen = ['clear', 'block', 'unblock'].filter((name) => parsed.has(name));
  if (chosen.length > 1 || (chosen.length === 1 && Object.keys(wanted).length > 0)) {
    throw new UsageError(`--${chosen[0]} stands alone.`);
  }
  const { lifecycle } = await context.services();
  const { admin } = lifecycle.acme;
  const { id } = await admin.findAccount(parsed.positionals[0] as string);
  if (chosen[0] === 'clear') await admin.setPolicy(id, undefined);
  else if (chosen[0] !== undefined) await admin.setBlocked(id, chosen[0] === 'block');
  else if (Object.keys(wanted).length > 0) await admin.setPolicy(id, wanted);
  const after = await admin.findAccount(id);
  const { names, addresses, days } = after.policy;
  context.result(after, () =>
    facts([
      ['account', `${after.id} (${after.status})`],
      ['names', names === undefined ? 'what the authority may sign' : names.join(', ') || 'none'],
      ['addresses', addresses === undefined ? 'what the authority may sign' : addresses.join(', ') || 'none'],
      ['days', days === undefined ? 'as the profile says' : String(days)],
    ]),
  );
  return exitCodes.ok;
}

/** `sealwax acme eab make NAME | list | remove ID`. */
export async function eab(context: CommandContext, parsed: Parsed): Promise<number> {
  const [typed = '', subject] = parsed.positionals;
  const what = oneOf('acme eab', typed, ['make', 'list', 'remove'] as const);
  if (what !== 'list' && subject === undefined)
    throw new UsageError(`“sealwax acme eab ${what}” needs ${what === 'make' ? 'a name' : 'an id'}.`);
  const wanted = policyIn(parsed);
  const { lifecycle } = await context.services();
  const { admin } = lifecycle.acme;
  if (what === 'list') {
    const all = await admin.keys();
    context.result(all, () =>
      columns(
        all.map(({ id, name, accounts: count, createdAt }) => [
          id,
          name,
          `${count} account${count === 1 ? '' : 's'}`,
          minute(createdAt),
        ]),
      ),
    );
    return exitCodes.ok;
  }
  if (what === 'remove') {
    await confirm(
      context,
      `Take the key ${subject} back? Accounts that are bound with it get nothing more.`,
      parsed.has('yes'),
    );
    await admin.removeKey(subject as string);
    context.result({ id: subject }, () => [`Taken back: ${subject}`]);
    return exitCodes.ok;
  }
  const key = await admin.makeKey(subject as string, wanted);
  context.result(key, () =>
    facts([
      ['key identifier', key.id],
      ['secret', key.secret],
    ]),
  );
  context.note('The secret is not shown again. Give both to the client that is to get in (HS256, base64url).');
  return exitCodes.ok;
}

/** `sealwax acme profiles`. */
export async function listProfiles(context: CommandContext): Promise<number> {
  context.result(profiles, () => columns(profiles.map(({ name, description }) => [name, description])));
  return exitCodes.ok;
}

/** `sealwax acme snippet CLIENT`. */
export async function snippet(context: CommandContext, parsed: Parsed): Promise<number> {
  const client = oneOf<AcmeClient>('CLIENT', parsed.positionals[0] as string, acmeClients);
  const authority = await authorityOf(context, parsed.value('ca'));
  const { authorities } = await context.services();
  const { pemPath } = await authorities.rootCertificate(authority.id);
  const names = parsed.has('name') ? parsed.values('name') : ['app.test'];
  const directory = parsed.value('directory') ?? 'https://localhost:8555/acme/directory';
  const lines = acmeSnippet(client, { directory, names, rootFile: pemPath });
  context.result({ client, directory, text: lines.join('\n') }, () => lines);
  return exitCodes.ok;
}
