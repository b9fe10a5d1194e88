import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/core/system/run';
import type { Account } from '../../support/command-line';
import { freePort, issueInto, lessonAccount, python, rootFile, type Server, startServer } from '../../support/lesson';

/** The lesson of mkcert with Flask: `app.run(ssl_context=(certificate, key))`, then a client that trusts the root. */
let account: Account;
let server: Server;
let port = 0;
let root = '';

beforeAll(async () => {
  account = await lessonAccount();
  const file = await issueInto(account, ['localhost', '127.0.0.1', '::1'], 'certificate,key');
  root = await rootFile(account);
  port = await freePort();
  const app = join(account.files, 'app.py');
  await writeFile(
    app,
    [
      'import sys',
      'from flask import Flask',
      'app = Flask(__name__)',
      "@app.route('/')",
      "def hello(): return 'hello over TLS'",
      "app.run(host='127.0.0.1', port=int(sys.argv[1]), ssl_context=(sys.argv[2], sys.argv[3]))",
    ].join('\n'),
  );
  server = await startServer('python3', [app, String(port), file('localhost.pem'), file('localhost-key.pem')], port);
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await account?.remove();
});

const get = `
import sys, requests
try:
    print(requests.get(sys.argv[1], verify=sys.argv[2] if len(sys.argv) > 2 else True, timeout=10).text)
except requests.exceptions.SSLError as error:
    print('refused:', error)
`;

describe('Flask with ssl_context', () => {
  it.each(['localhost', '127.0.0.1'])('serves %s to a client that verifies by the root', async (host) => {
    const { stdout, stderr } = await python(get, [`https://${host}:${port}/`, root]);
    expect([stdout.trim(), stderr]).toEqual(['hello over TLS', '']);
  });

  it('is refused by the same client without the root', async () => {
    const { stdout } = await python(get, [`https://localhost:${port}/`]);
    expect(stdout).toMatch(/^refused: .*CERTIFICATE_VERIFY_FAILED/);
  });

  it('is refused under a name that the certificate does not have', async () => {
    const args = [
      '--silent',
      '--show-error',
      '--max-time',
      '10',
      '--cacert',
      root,
      '--resolve',
      `other.test:${port}:127.0.0.1`,
    ];
    const { code } = await run('curl', [...args, `https://other.test:${port}/`]);
    // 60: "peer certificate cannot be authenticated" (curl's manual, EXIT CODES).
    expect(code).toBe(60);
    const good = await run('curl', ['--silent', '--cacert', root, `https://localhost:${port}/`]);
    expect(good.stdout).toBe('hello over TLS');
  });
});
