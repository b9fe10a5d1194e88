import { clientMs, failed, judge, lastLine, notRun, ownList, type ProofClient, passed } from './proof-client';

export const curl: ProofClient = {
  id: 'curl',
  label: 'curl, with the system store',
  about: ['system', 'client:curl'],
  counts: true,
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

export const openssl: ProofClient = {
  id: 'openssl',
  label: 'OpenSSL, with the system store',
  about: ['system', 'client:openssl'],
  counts: true,
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

export const python: ProofClient = {
  id: 'python',
  label: 'Python, with the system store',
  about: ['system', 'client:python'],
  counts: true,
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

export const wget: ProofClient = {
  id: 'wget',
  label: 'wget, with the system store',
  about: ['system', 'client:wget'],
  counts: true,
  async open({ run, env, port, token }) {
    // No start-up file: "check_certificate = off" there must not decide this.
    const quiet = [
      '--no-config',
      '--no-proxy',
      '--no-hsts',
      '--tries=1',
      '--timeout=8',
      '--quiet',
      '--output-document=-',
    ];
    const result = await run('wget', [...quiet, '--no-verbose', `https://localhost:${port}/`], {
      timeoutMs: clientMs,
      env: { ...env, LC_ALL: 'C' },
    });
    return judge('wget', result, () => {
      if (result.code === 0 && result.stdout === token) return passed('The page opened.');
      // 5: "SSL verification failure" (wget(1), EXIT STATUS). A wget without --no-config, or another one, says 2 or 1.
      if (result.code === 5) return failed(/ERROR: [^\n]*/.exec(result.stderr)?.[0] ?? 'wget refused the certificate.');
      return result.code === 2
        ? notRun('This wget does not know the options of the check.')
        : failed(lastLine(result.stderr));
    });
  },
};

/** No repository is there: whether git got as far as asking for one is what counts, and the server saw it. */
export const git: ProofClient = {
  id: 'git',
  label: 'git, with the system store',
  about: ['system', 'client:git'],
  counts: true,
  async open({ run, env, port, seen }) {
    const options = ['-c', 'http.proxy=', '-c', 'credential.helper=', '-c', 'http.sslVerify=true'];
    const result = await run('git', [...options, 'ls-remote', `https://localhost:${port}/`], {
      timeoutMs: clientMs,
      // It must ask nobody, and take no redirection from another place.
      env: { ...env, GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: 'true', LC_ALL: 'C' },
    });
    return judge('git', result, () => {
      if (seen().opened) return passed('The page was asked for.');
      return failed(/fatal: [^\n]*/.exec(result.stderr)?.[0] ?? 'git did not ask for the page.');
    });
  },
};
