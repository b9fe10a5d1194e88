import { type Answer, type Call, json } from './call';
import type { Engine } from './engine';
import { profiles } from './profiles';

/** True when an account of this client must be bound with a key that was made here. */
export const needsBinding = ({ options }: Engine, { client }: Pick<Call, 'client'>): boolean =>
  options.requireBinding || !client.local;

/** RFC 8555 section 7.1.1; without "newAuthz", since nothing is authorized ahead of an order. */
export function directory(engine: Engine, call: Call): Answer {
  const { urls } = call;
  return json(200, {
    newNonce: urls.newNonce,
    newAccount: urls.newAccount,
    newOrder: urls.newOrder,
    revokeCert: urls.revokeCert,
    keyChange: urls.keyChange,
    // RFC 9773 section 3.
    renewalInfo: urls.renewalInfo,
    meta: {
      externalAccountRequired: needsBinding(engine, call),
      profiles: Object.fromEntries(profiles.map(({ name, description }) => [name, description])),
    },
  });
}
