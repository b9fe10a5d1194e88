import { lastLine, ownList } from '../../trust/proof-client';
import { accepted, clientMs, type InspectClient, judge, nameFor, notHere, refused } from './client';

/**
 * The strict flags that Python sets by default from 3.13 on. The relay has done what comes before TLS. Its list of roots is printed
 * first, so that an answer can be read for what it is.
 */
const program = `
import socket, ssl, sys
paths = ssl.get_default_verify_paths()
print(paths.cafile or "", paths.capath or "", sep="\\t", flush=True)
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10) as plain:
    with context.wrap_socket(plain, server_hostname=sys.argv[2]) as tls:
        print(tls.version())
`;

export const pythonStrict = (relayPort: () => Promise<number>): InspectClient => ({
  id: 'python-strict',
  label: 'Python, strict, with the system’s roots',
  roots: 'system',
  async ask({ target, run, env, signal }) {
    const args = ['-c', program, String(await relayPort()), nameFor(target)];
    const result = await run('python3', args, {
      timeoutMs: clientMs,
      env,
      ...(signal === undefined ? {} : { signal }),
    });
    return judge('python3', result, () => {
      const [lists = '', version = ''] = result.stdout.split('\n');
      if (result.code === 0) return accepted(version);
      const own = ownList('Python', lists.split('\t'));
      if (own !== undefined && env.SSL_CERT_FILE === undefined && env.SSL_CERT_DIR === undefined) return notHere(own);
      return refused(lastLine(result.stderr).replace(/^ssl\.\w+: /, ''));
    });
  },
});
