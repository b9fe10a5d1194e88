import { connect } from 'node:tls';

/** Milliseconds between two handshakes: 200 a second. */
const everyMs = 5;
/** More at once are not begun: a machine that is slower than that gets fewer a second. */
const atOnce = 40;

export interface Handshakes {
  /** How many ended, well or not. */
  done: () => number;
  failures: string[];
  /** Serial numbers that were seen, in the order of their first time, as records have them. */
  serials: Set<string>;
  last: () => string | undefined;
  end: () => Promise<void>;
}

/** Opens a new TLS connection as a client that trusts this root alone, 200 times a second, until it is ended. */
export function handshakes(port: number, rootPem: string): Handshakes {
  const failures: string[] = [];
  const serials = new Set<string>();
  const open = new Set<Promise<void>>();
  let done = 0;
  let last: string | undefined;
  const one = () =>
    new Promise<void>((resolve) => {
      const socket = connect(
        { port, host: '127.0.0.1', servername: 'app.test', ca: rootPem, session: undefined },
        () => {
          last = socket.getPeerCertificate().serialNumber.toLowerCase();
          serials.add(last);
          socket.end();
        },
      );
      socket.on('error', (error) => failures.push(String(error)));
      socket.on('close', () => {
        done += 1;
        resolve();
      });
      socket.resume();
    });
  const timer = setInterval(() => {
    if (open.size >= atOnce) return;
    const each = one();
    open.add(each);
    void each.then(() => open.delete(each));
  }, everyMs);
  return {
    done: () => done,
    failures,
    serials,
    last: () => last,
    end: async () => {
      clearInterval(timer);
      await Promise.all(open);
    },
  };
}
