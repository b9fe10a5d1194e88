import { lastLine, ownList } from '../../trust/proof-client';
import {
  type AskedTarget,
  accepted,
  addressFor,
  clientMs,
  type InspectClient,
  judge,
  notHere,
  refused,
  type Said,
} from './client';

/** What openssl-s_client(1) calls the start in the clear. */
const startOf = ({ target: { start } }: AskedTarget) => (start === 'tls' ? [] : ['-starttls', start]);

async function handshake(asked: AskedTarget, roots: readonly string[]): Promise<Said> {
  const { target, run, env, signal } = asked;
  const { serverName, host } = target;
  const args = [
    ...['s_client', '-connect', addressFor(target), '-brief', '-verify_return_error'],
    ...(serverName === undefined
      ? ['-noservername', '-verify_ip', host]
      : ['-servername', serverName, '-verify_hostname', serverName]),
    ...(target.start === 'xmpp' && serverName !== undefined ? ['-xmpphost', serverName] : []),
    ...roots,
    ...startOf(asked),
  ];
  const result = await run('openssl', args, { timeoutMs: clientMs, env, ...(signal === undefined ? {} : { signal }) });
  const text = `${result.stdout}\n${result.stderr}`;
  return judge('openssl', result, () => {
    // A server that wants a certificate of the client hangs up after it was accepted itself.
    if (text.includes('Verification: OK'))
      return accepted(/Protocol version: ([^\n]+)/.exec(text)?.[1] ?? 'It verified the certificate.');
    const why = /verify error:[^\n]*/.exec(text)?.[0] ?? /Verification error: [^\n]*/.exec(text)?.[0];
    return refused(why ?? (/error:[0-9A-F]+:[^:]*:[^:]*:([^:\n]+)/.exec(text)?.[1] || lastLine(text)));
  });
}

export const openssl: InspectClient = {
  id: 'openssl',
  label: 'OpenSSL, with the system’s roots',
  roots: 'system',
  async ask(asked) {
    const said = await handshake(asked, []);
    const { env, run } = asked;
    if (said.result !== 'refused' || env.SSL_CERT_FILE !== undefined || env.SSL_CERT_DIR !== undefined) return said;
    const version = await run('openssl', ['version', '-d'], { timeoutMs: clientMs, env });
    const own = ownList('OpenSSL', [/OPENSSLDIR: "([^"]+)"/.exec(version.stdout)?.[1]]);
    return own === undefined ? said : notHere(own);
  },
};

export const opensslOurs: InspectClient = {
  id: 'openssl-ours',
  label: 'OpenSSL, with your root alone',
  roots: 'ours',
  async ask(asked) {
    if (asked.rootFile === undefined) return notHere('There is no root of yours on this machine.');
    return handshake(asked, ['-CAfile', asked.rootFile, '-no-CApath', '-no-CAstore']);
  },
};
