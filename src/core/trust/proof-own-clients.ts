import { clientMs, failed, judge, lastLine, notRun, type ProofClient, passed } from './proof-client';

const nodeProgram = `
require('node:https').get('https://localhost:' + process.argv[1] + '/', { agent: false }, (response) => {
  let text = '';
  response.on('data', (data) => { text += data; });
  response.on('end', () => process.stdout.write(text));
}).on('error', (error) => { process.stderr.write(error.code || error.message); process.exitCode = 1; });
`;

/** Reads the roots built into it, and what NODE_EXTRA_CA_CERTS or --use-system-ca add in the person's environment. */
export const node: ProofClient = {
  id: 'client:node',
  label: 'Node.js',
  about: ['client:node'],
  counts: false,
  async open({ run, env, port, token }) {
    const result = await run('node', ['-e', nodeProgram, String(port)], { timeoutMs: clientMs, env });
    return judge('node', result, () =>
      result.code === 0 && result.stdout === token ? passed('The page opened.') : failed(lastLine(result.stderr)),
    );
  },
};

const requestsProgram = `
import sys
try:
    import requests
except ImportError:
    sys.exit(3)
session = requests.Session()
session.proxies = {"no_proxy": "localhost"}
try:
    sys.stdout.write(session.get("https://localhost:%s/" % sys.argv[1], timeout=8).text)
except requests.exceptions.RequestException as error:
    sys.stderr.write(str(error))
    sys.exit(1)
`;

/** Python's requests: certifi's list, the distribution's, or that of REQUESTS_CA_BUNDLE. */
export const requests: ProofClient = {
  id: 'client:requests',
  label: 'Python requests',
  about: ['client:requests'],
  counts: false,
  async open({ run, env, port, token }) {
    const result = await run('python3', ['-c', requestsProgram, String(port)], { timeoutMs: clientMs, env });
    return judge('python3', result, () => {
      if (result.code === 3) return notRun('requests is not installed for python3.');
      if (result.code === 0 && result.stdout === token) return passed('The page opened.');
      return failed(/\[SSL[^\]]*\][^)'"]*/.exec(result.stderr)?.[0].trim() ?? lastLine(result.stderr));
    });
  },
};

const rubyProgram = `
require "net/http"
http = Net::HTTP.new("localhost", ARGV[0].to_i, nil)
http.use_ssl = true
begin
  print http.get("/").body
rescue => error
  warn error.message
  exit 1
end
`;

export const ruby: ProofClient = {
  id: 'client:ruby',
  label: 'Ruby',
  about: ['client:ruby'],
  counts: false,
  async open({ run, env, port, token }) {
    const result = await run('ruby', ['-e', rubyProgram, String(port)], { timeoutMs: clientMs, env });
    return judge('ruby', result, () =>
      result.code === 0 && result.stdout === token ? passed('The page opened.') : failed(lastLine(result.stderr)),
    );
  },
};

const phpProgram = `
$page = @file_get_contents("https://localhost:" . $argv[1] . "/");
if ($page === false) { fwrite(STDERR, error_get_last()["message"] ?? "no answer"); exit(1); }
echo $page;
`;

export const php: ProofClient = {
  id: 'client:php',
  label: 'PHP',
  about: ['client:php'],
  counts: false,
  async open({ run, env, port, token }) {
    const result = await run('php', ['-r', phpProgram, '--', String(port)], { timeoutMs: clientMs, env });
    return judge('php', result, () => {
      if (/wrapper is disabled|unable to find the wrapper/i.test(result.stderr))
        return notRun('This PHP has no openssl.');
      return result.code === 0 && result.stdout === token
        ? passed('The page opened.')
        : failed(lastLine(result.stderr));
    });
  },
};
