import type { ProxyName, ProxyOptions } from '../../ipc/proxy-schemas';

/** A certificate with its key. It travels to the data path in a message; never in an argument. */
export interface ServedCertificate {
  /** The leaf and what is between it and the root, in PEM. */
  chainPem: string;
  keyPem: string;
}

/** One definition as the data path serves it; a stopped one is not told at all. */
export interface ServedProxy {
  proxyId: string;
  paused: boolean;
  /** In ASCII, lower case. */
  names: ProxyName[];
  options: ProxyOptions;
  /** For all names. */
  certificate: ServedCertificate;
}

/** One address and port, with all definitions that share it: the name that a client asks for (SNI, then Host) tells them apart. */
export interface ListenerPlan {
  address: string;
  port: number;
  tls13Only: boolean;
  /** The roots that client certificates must come from, in PEM; undefined: none is asked for. */
  clientRootsPem?: string;
  /** The private file that secrets go to. */
  keyLogFile?: string;
  /** Ports of HTTP that lead here. */
  redirectFrom: number[];
  proxies: ServedProxy[];
  /** What this run calls itself in Via, e.g. "sealwax-3f2a91": a request that has it already went round in a circle. */
  via: string;
  /** 48 random bytes in base64: with them sessions are taken up again by each thread, and after a renewal (RFC 5077). */
  ticketKeys: string;
  /** Several threads listen on the port at once (SO_REUSEPORT); the system shares the connections out. The first finds out whether it is free. */
  shared?: 'first' | 'also';
}
