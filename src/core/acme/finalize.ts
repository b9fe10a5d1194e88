import type { Validity } from '../../ipc/schemas';
import { keyTypeOfWords } from '../authority/certificate-files';
import { AppError } from '../errors';
import { payloadOf } from './accounts';
import { type AccountCall, type Answer, json } from './call';
import { checkCsr } from './csr-checks';
import { needsBinding } from './directory';
import type { Engine } from './engine';
import { checkPermitted, nameOf, nameSet } from './identifiers';
import { orderObject, ownOrder, retryAfter } from './orders';
import { checkAdmitted, policyOf } from './policy';
import { AcmeProblem, problemOf } from './problem';
import { lengthOf, profileOf } from './profiles';
import type { OrderRecord } from './records';
import { orderOfCertId } from './renewal-info';
import { orderStatus } from './state';

/** How long an answer waits for the certificate (milliseconds); one whose key asks a person takes longer, and is polled for. */
const waitMs = 5000;

/** RFC 8555 section 7.4: takes the CSR of an order that is ready, and issues. */
export async function finalize(engine: Engine, call: AccountCall): Promise<Answer> {
  const { store, config, finalizing, now } = engine;
  const order = ownOrder(engine, call);
  const payload = payloadOf(call);
  const checkReady = () => {
    const status = orderStatus(order, store.state.authorizationsOf(order), now(), finalizing.has(order.id));
    const current = store.state.orders.get(order.id);
    if (status !== 'ready' || current !== order) {
      throw new AcmeProblem(
        'orderNotReady',
        `This order is ${current === order ? status : 'being finalized'} and not ready.`,
      );
    }
  };
  checkReady();
  const { request, purpose } = await checkCsr(payload.csr, order, (key) => store.state.accountOfKey(key));
  // What was allowed when the order came may no longer be.
  const settings = await config.read();
  checkAdmitted(call.account, settings, { mustBeBound: needsBinding(engine, call) });
  const policy = policyOf(call.account, settings);
  const authority = await engine.authority();
  checkPermitted(order.identifiers, authority.summary.limits, policy);
  const renews = await predecessor(engine, order);
  checkReady();
  finalizing.add(order.id);
  const work = engine.issuer
    .issue({
      names: order.identifiers.map(nameOf),
      purpose,
      key: { kind: 'theirs', keyType: keyTypeOfWords(request.keyType), spki: request.spki },
      validity: validityFor(order, policy.days),
      acme: { account: order.accountId, order: order.id },
      ...(renews === undefined ? {} : { renews }),
    })
    .then(
      ({ record }) => {
        // Nobody waits for this line: the certificate is durable and names its order, from which a start recovers it.
        void store
          .put({ ...withoutError(order), status: 'valid', certificateId: record.id })
          .catch((error: unknown) => engine.tell({ kind: 'problem', message: String((error as Error)?.message) }));
      },
      (error: unknown) => failed(engine, order, error),
    )
    .catch((error: unknown) => engine.tell({ kind: 'problem', message: String((error as Error)?.message) }))
    .finally(() => {
      finalizing.delete(order.id);
      engine.tell({ kind: 'order', accountId: order.accountId, orderId: order.id });
    });
  await within(work, waitMs);
  const after = store.state.orders.get(order.id) ?? order;
  if (after.status === 'pending' && after.error !== undefined) {
    throw new AcmeProblem(
      'serverInternal',
      'The certificate could not be made now. The owner of this server can see why.',
      {
        headers: { 'retry-after': '30' },
      },
    );
  }
  const object = orderObject(engine, after, call.urls);
  return json(200, object, {
    location: call.urls.order(order.id),
    ...(object.status === 'processing' ? retryAfter : {}),
  });
}

function withoutError({ error: _error, ...order }: OrderRecord): OrderRecord {
  return order;
}

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** The end that was asked for, else the profile's length, never beyond the account's policy. */
function validityFor({ notAfter, profile }: OrderRecord, days: number | undefined): Validity {
  if (notAfter !== undefined) return { kind: 'until', until: notAfter };
  const found = profileOf(profile);
  return days !== undefined && lengthOf(found) > days * 86_400_000 ? { kind: 'days', days } : found.validity;
}

/**
 * Why the certificate was not made. What may pass by itself or by a person's hand (a keychain that is locked, a full disk) leaves
 * the order ready, so that the client tries again; anything else ends it.
 */
async function failed(engine: Engine, order: OrderRecord, error: unknown): Promise<void> {
  const message = error instanceof AppError ? error.message : 'The certificate could not be made.';
  engine.tell({
    kind: 'problem',
    message: `${order.identifiers[0]?.value ?? 'An order'} got no certificate: ${message}`,
  });
  const lasting = error instanceof AppError && lastingCodes.has(error.code);
  // What passes by itself is not for the client to read: it may name files of this machine.
  const told = lasting
    ? problemOf('rejectedIdentifier', message)
    : problemOf('serverInternal', 'It could not be made then.');
  await engine.store.put({ ...order, ...(lasting ? { status: 'invalid' } : {}), error: told });
}

const lastingCodes: ReadonlySet<string> = new Set([
  'name-outside-limits',
  'too-many-names',
  'invalid-name',
  'invalid-input',
]);

/** The certificate that this one takes the place of: the one that the client named, else its last one for the same names. */
async function predecessor(engine: Engine, order: OrderRecord): Promise<string | undefined> {
  const named = order.replaces === undefined ? undefined : await orderOfCertId(engine, order.replaces);
  if (named !== undefined) return named.certificate.id;
  const wanted = nameSet(order.identifiers);
  return engine.store.state
    .ordersOf(order.accountId)
    .filter(({ certificateId, identifiers }) => certificateId !== undefined && nameSet(identifiers) === wanted)
    .at(-1)?.certificateId;
}
