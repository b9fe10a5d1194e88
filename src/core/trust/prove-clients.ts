import type { Proof } from '../../ipc/schemas';
import type { Run, RunResult } from '../system/run';
import type { TrustStore } from './trust-store';

export interface ProofClient {
  id: string;
  label: string;
  /** Opens the address once, the way its user would. */
  open(target: ProofTarget): Promise<Pick<Proof, 'result' | 'message'>>;
}

export interface ProofTarget {
  run: Run;
  env: NodeJS.ProcessEnv;
  port: number;
  /** What our server answers with. */
  token: string;
}

type Answer = Pick<Proof, 'result' | 'message'>;

/** Milliseconds for one handshake on this machine; it takes some 50 ms. */
const clientMs = 10_000;

const passed = (message: string): Answer => ({ result: 'passed', message });
const failed = (message: string): Answer => ({ result: 'failed', message });
const notRun = (message: string): Answer => ({ result: 'not-run', message });

/** Lists of roots that the system's own tool writes lie in these folders; a client that reads another list says nothing about it. */
const systemFolders = ['/etc/', '/usr/lib/ssl', '/usr/share/', '/var/lib/ca-certificates/'];

function ownList(client: string, paths: readonly (string | undefined)[]): string | undefined {
  const given = paths.filter((path): path is string => path !== undefined && path !== '');
  if (given.length === 0 || given.some((path) => systemFolders.some((folder) => path.startsWith(folder))))
    return undefined;
  return `This ${client} reads a list of roots of its own (${given.join(', ')}) and not the system store, so its answer says nothing about it.`;
}

/** Turns a client's end into an answer; `verdict` is asked only when the client ran to its end. */
function judge(program: string, result: RunResult, verdict: () => Answer): Answer {
  if (result.missing) return notRun(`${program} is not installed.`);
  if (result.timedOut) return failed(`${program} did not answer within 10 s.`);
  return verdict();
}

const lastLine = (text: string) => text.trim().split('\n').pop()?.trim() ?? '';

const curl: ProofClient = {
  id: 'curl',
  label: 'curl, with the system store',
  async open({ run, env, port, token }) {
    // -q and --noproxy: a ".curlrc" with "insecure", or a proxy, must not decide this.
    const args = ['-q', '--noproxy', '*', '--silent', '--show-error', '--verbose', `https://localhost:${port}/`];
    const result = await run('curl', args, { timeoutMs: clientMs, env });
    return judge('curl', result, () => {
      if (result.code === 0 && result.stdout === token) return passed('The page opened.');
      const list = (what: string) => new RegExp(`${what}: (\\S+)`).exec(result.stderr)?.[1]?.replace(/^none$/, '');
      const own = ownList('curl', [list('CAfile'), list('CApath')]);
      if (own !== undefined && env.CURL_CA_BUNDLE === undefined && env.SSL_CERT_FILE === undefined) return notRun(own);
      return failed(/curl: \(\d+\) [^\n]*/.exec(result.stderr)?.[0] ?? 'curl got another answer.');
    });
  },
};

const openssl: ProofClient = {
  id: 'openssl',
  label: 'OpenSSL, with the system store',
  async open({ run, env, port }) {
    const check = ['-verify_return_error', '-verify_hostname', 'localhost', '-servername', 'localhost'];
    const args = ['s_client', '-connect', `localhost:${port}`, ...check, '-brief'];
    const result = await run('openssl', args, { timeoutMs: clientMs, env });
    const text = `${result.stdout}\n${result.stderr}`;
    const answer = judge('openssl', result, () => {
      if (result.code === 0 && text.includes('Verification: OK')) return passed('The certificate was accepted.');
      return failed(/verify error:[^\n]*/.exec(text)?.[0] ?? lastLine(text));
    });
    if (answer.result !== 'failed' || env.SSL_CERT_FILE !== undefined || env.SSL_CERT_DIR !== undefined) return answer;
    const version = await run('openssl', ['version', '-d'], { timeoutMs: clientMs, env });
    const own = ownList('OpenSSL', [/OPENSSLDIR: "([^"]+)"/.exec(version.stdout)?.[1]]);
    return own === undefined ? answer : notRun(own);
  },
};

/** Prints its list of roots first, so that an answer can be read for what it is. */
const pythonProgram = `
import socket, ssl, sys
paths = ssl.get_default_verify_paths()
print(paths.cafile or "", paths.capath or "", sep="\\t", flush=True)
context = ssl.create_default_context()
with socket.create_connection(("localhost", int(sys.argv[1])), 8) as plain:
    with context.wrap_socket(plain, server_hostname="localhost") as tls:
        print(tls.version())
`;

const python: ProofClient = {
  id: 'python',
  label: 'Python, with the system store',
  async open({ run, env, port }) {
    const result = await run('python3', ['-c', pythonProgram, String(port)], { timeoutMs: clientMs, env });
    return judge('python3', result, () => {
      const [lists = '', version = ''] = result.stdout.split('\n');
      if (result.code === 0) return passed(`The certificate was accepted (${version}).`);
      const own = ownList('Python', lists.split('\t'));
      if (own !== undefined && env.SSL_CERT_FILE === undefined && env.SSL_CERT_DIR === undefined) return notRun(own);
      return failed(lastLine(result.stderr));
    });
  },
};

/** NSS's own client, on one database: the library and the database that the browser uses. */
function nss(store: TrustStore): ProofClient {
  return {
    id: store.id,
    label: `${store.label}, with NSS's own client`,
    async open({ run, env, port }) {
      // vfyserv and not tstclnt: the latter never ends when the server is BoringSSL's, which Electron's is.
      const args = ['-p', String(port), '-d', `sql:${store.location}`, 'localhost'];
      const result = await run('vfyserv', args, { timeoutMs: clientMs, env });
      const text = `${result.stdout}\n${result.stderr}`;
      return judge('vfyserv', result, () =>
        text.includes('SERVER CONFIGURED CORRECTLY') && !text.includes('PROBLEM WITH THE CERT CHAIN')
          ? passed('The certificate was accepted.')
          : failed(/ERROR -\d+: [^\n]*/.exec(text)?.[0].replace(/^ERROR -\d+: /, '') ?? lastLine(text)),
      );
    },
  };
}

/** The clients that read these stores: three for the system's, one for each database. */
export function clientsOf(stores: readonly TrustStore[]): ProofClient[] {
  const system = stores.some((store) => store.kind === 'system') ? [curl, openssl, python] : [];
  return [...system, ...stores.filter((store) => store.kind === 'nss').map(nss)];
}
