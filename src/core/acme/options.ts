/** How a server runs. The window keeps these as settings; on the command line they are options of `sealwax acme serve`. */
export interface AcmeOptions {
  /** The authority that signs; the default one unless told. */
  authorityId: string | undefined;
  /** The port for clients; 0 takes any that is free. */
  port: number;
  /** Addresses of this machine in its network to listen on as well; only accounts that are bound get in there. */
  lan: readonly string[];
  /** Accounts must be bound on the loopback too. */
  requireBinding: boolean;
  /** Each order waits for a person's yes. */
  ask: boolean;
  /** Programs on this machine need no challenge. */
  trustThisMachine: boolean;
  /** Where http-01 is looked for; RFC 8555 section 8.3 has 80 and no other. */
  httpPort: number;
  /** Where tls-alpn-01 is looked for; RFC 8737 section 3 has 443. */
  tlsPort: number;
  /** Name servers for dns-01 ("127.0.0.1:5353"); those of the system when empty. */
  resolvers: readonly string[];
  /** Pauses before a challenge that failed is tried again (milliseconds); as many tries more as there are pauses. */
  retryMs: readonly number[];
  /** How long one look at a challenge may take (milliseconds). */
  lookMs: number;
  /** How long a question waits for its answer (milliseconds); then it is a no. */
  askMs: number;
}

/** The port that is RFC 8555's number: free on most machines, and easy to remember. */
export const defaultAcmePort = 8555;

export const defaultAcmeOptions: AcmeOptions = {
  authorityId: undefined,
  port: defaultAcmePort,
  lan: [],
  requireBinding: false,
  ask: false,
  trustThisMachine: false,
  httpPort: 80,
  tlsPort: 443,
  resolvers: [],
  retryMs: [1000, 3000],
  lookMs: 5000,
  askMs: 120_000,
};
