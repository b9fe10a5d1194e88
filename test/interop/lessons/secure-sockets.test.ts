import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account } from '../../support/command-line';
import { freePort, issueInto, lessonAccount, python, type Server, startServer } from '../../support/lesson';

/**
 * The lesson of secure sockets: a server on one combined PEM, a client that fails without ca.crt and passes with it, and a look
 * at protocol, cipher and forward secrecy.
 */
let account: Account;
let server: Server;
let port = 0;
let authority = '';

const serverProgram = `
import socket, ssl, sys
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(sys.argv[2])
with socket.create_server(('127.0.0.1', int(sys.argv[1]))) as listener:
    while True:
        connection, _ = listener.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as secure:
                secure.sendall(b'hello')
        except (ssl.SSLError, OSError):
            pass
`;

const clientProgram = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[2] if len(sys.argv) > 2 else None)
context.verify_flags |= ssl.VERIFY_X509_STRICT
if len(sys.argv) > 3: context.maximum_version = ssl.TLSVersion[sys.argv[3]]
try:
    with socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=10) as plain:
        with context.wrap_socket(plain, server_hostname='localhost') as secure:
            print(secure.version(), secure.cipher()[0], secure.recv(10).decode())
except ssl.SSLCertVerificationError as error:
    print('refused:', error.verify_message)
`;

beforeAll(async () => {
  account = await lessonAccount();
  const file = await issueInto(account, ['localhost'], 'combined,ca');
  authority = file('ca.crt');
  port = await freePort();
  const program = join(account.files, 'server.py');
  await writeFile(program, serverProgram);
  server = await startServer('python3', [program, String(port), file('localhost-combined.pem')], port);
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await account?.remove();
});

describe('secure sockets in Python', () => {
  it('fails without the file of the authority', async () => {
    const { stdout } = await python(clientProgram, [String(port)]);
    expect(stdout).toMatch(/^refused: unable to get (local )?issuer certificate/);
  });

  it('passes with it, in strict mode, over TLS 1.3 with forward secrecy', async () => {
    const { stdout, stderr } = await python(clientProgram, [String(port), authority]);
    // Every suite of TLS 1.3 has forward secrecy (RFC 8446 section 1.2).
    expect([stdout, stderr]).toEqual([expect.stringMatching(/^TLSv1\.3 TLS_\S+ hello/), '']);
  });

  it('has forward secrecy over TLS 1.2 too', async () => {
    const { stdout } = await python(clientProgram, [String(port), authority, 'TLSv1_2']);
    expect(stdout).toMatch(/^TLSv1\.2 ECDHE-ECDSA-\S+ hello/);
  });
});
