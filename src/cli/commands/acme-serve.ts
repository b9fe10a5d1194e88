import type { AcmeServer } from '../../core/acme/acme-server';
import type { AcmeAdmin } from '../../core/acme/admin';
import type { AcmeEvent } from '../../core/acme/events';
import type { AcmeQuestion } from '../../core/acme/permission';
import { AppError } from '../../core/errors';
import type { Parsed } from '../command-line';
import type { CommandContext } from '../context';
import { exitCodes } from '../exit-codes';
import { findAuthority } from '../find';
import { given, wholeNumber } from '../inputs';
import { orderLines } from './acme';

/** `sealwax acme serve`: until Ctrl-C. With --json a line that says where it listens, then one for each thing that happens. */
export async function serve(context: CommandContext, parsed: Parsed): Promise<number> {
  const port = (name: string) => {
    const typed = parsed.value(name);
    return typed === undefined ? undefined : wholeNumber(`--${name}`, typed, 0, 65_535);
  };
  const ask = parsed.has('ask');
  if (ask && !context.io.interactive) {
    throw new AppError('confirmation-needed', 'Nobody is at a terminal to be asked.', {
      hint: 'Leave --ask out, or start it at a terminal.',
    });
  }
  const wanted = given({
    port: port('port'),
    httpPort: port('http-port'),
    tlsPort: port('tls-port'),
    lan: parsed.has('lan') ? parsed.values('lan') : undefined,
    resolvers: parsed.has('resolver') ? parsed.values('resolver') : undefined,
    requireBinding: parsed.has('require-binding'),
    trustThisMachine: parsed.has('trust-this-machine'),
    ask,
  });
  const services = await context.services();
  const { server, admin } = services.lifecycle.acme;
  const authority = await findAuthority(services, parsed.value('ca'));
  const state = await server.start({ ...wanted, ...given({ authorityId: authority?.id }) });
  if (!state.running) return exitCodes.failed;
  const stop = interrupted();
  const unlisten = server.listen((event) => tell(context, server, admin, event));
  try {
    const { directories, authorityId } = state;
    if (context.json) context.io.out(`${JSON.stringify({ directories, authority: authorityId })}\n`);
    else context.io.out(`${directories.join('\n')}\n`);
    if (state.options.trustThisMachine) {
      context.warn('Programs on this machine need no challenge: whatever runs here gets what the authority may sign.');
    }
    context.note('Serving until Ctrl-C. How a client is pointed here: sealwax acme snippet CLIENT');
    await stop;
    return exitCodes.ok;
  } finally {
    unlisten();
    await server.stop();
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

const asked = new Set<string>();
let asking: Promise<void> = Promise.resolve();

function tell(context: CommandContext, server: AcmeServer, admin: AcmeAdmin, event: AcmeEvent): void {
  if (context.json) context.io.out(`${JSON.stringify(event)}\n`);
  if (event.kind === 'problem') context.warn(event.message);
  if (event.kind === 'order' && !context.json) void showOrder(context, admin, event);
  if (event.kind !== 'questions') return;
  const state = server.state();
  for (const question of state.running ? state.questions : []) {
    if (asked.has(question.id)) continue;
    asked.add(question.id);
    // One after the other: there is one terminal.
    asking = asking.then(() => askPerson(server, question)).catch(() => undefined);
  }
}

/** How an order ended; its steps on the way are for “acme orders”. */
async function showOrder(context: CommandContext, admin: AcmeAdmin, { orderId }: { orderId: string }) {
  const order = await admin.order(orderId);
  if (order !== undefined && ['valid', 'invalid'].includes(order.status)) context.note(orderLines(order).join('\n'));
}

async function askPerson(server: AcmeServer, { id, names, contact, agent, address }: AcmeQuestion): Promise<void> {
  const { askLine } = await import('../terminal');
  const who = [contact[0]?.replace(/^mailto:/, ''), agent, address]
    .filter((each) => each !== undefined && each !== '')
    .join(', ');
  const reply = (
    await askLine(`A certificate for ${names.join(', ')} (asked by ${who})? [y]es once, [a]lways, [N]ever `)
  )
    .trim()
    .toLowerCase();
  await server.answer(id, reply.startsWith('y') ? 'once' : reply.startsWith('a') ? 'always' : 'never');
}
