import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/core/system/run';
import type { TestSession } from './session';

export interface PageServer {
  url: string;
  /** What clients said when they hung up in the handshake, e.g. "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA". */
  alerts: string[];
  end(): Promise<void>;
}

/** Serves one page over HTTPS on loopback with the given files, as a developer would. */
export async function servePage(certificate: string, key: string): Promise<PageServer> {
  const server: Server = createServer({ cert: certificate, key }, (_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      '<!doctype html><title>served</title><body style="background:#0a0"><h1>SEALWAX-PAGE-SERVED</h1></body>',
    );
  });
  const alerts: string[] = [];
  server.on('tlsClientError', (error: NodeJS.ErrnoException) => alerts.push(error.code ?? error.message));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}/`,
    alerts,
    end: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

export type Verdict = 'loads' | 'refuses';

/** A refusal is believed only with the client's own word for it: an alert about the certificate (RFC 8446 section 6.2). */
const saidNo = (server: PageServer) => server.alerts.some((alert) => /CERTIFICATE|UNKNOWN_CA/.test(alert));

/** curl with the system's store and nothing else. */
export async function curlOpens({ url }: PageServer, session: TestSession): Promise<Verdict> {
  const { code, stdout } = await run('curl', ['--silent', '--show-error', '--max-time', '10', url], {
    env: session.env,
  });
  if (code === 0 && stdout.includes('SEALWAX-PAGE-SERVED')) return 'loads';
  // 60: the peer's certificate cannot be authenticated. Any other failure is not a refusal, but a fault of the test.
  if (code === 60) return 'refuses';
  throw new Error(`curl failed with ${code}`);
}

/** Chromium, headless, with an empty profile and this session's NSS database. */
export async function chromiumOpens(server: PageServer, session: TestSession): Promise<Verdict> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  try {
    const { stdout, code } = await run(
      'chromium',
      [
        '--headless',
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${profile}`,
        '--dump-dom',
        server.url,
      ],
      { env: session.env, timeoutMs: 45_000 },
    );
    if (stdout.includes('SEALWAX-PAGE-SERVED')) return 'loads';
    if (saidNo(server)) return 'refuses';
    throw new Error(`chromium neither loaded nor refused the page (exit ${code}, alerts: ${server.alerts.join(', ')})`);
  } finally {
    await rm(profile, { recursive: true, force: true });
  }
}

/**
 * Firefox, headless, with the given profile. It writes a screenshot when a page is loaded, and waits for ever at one that it
 * refuses, so a time limit ends it; its "no" is the alert that it sent.
 */
export async function firefoxOpens(
  server: PageServer,
  profile: string,
  session: TestSession,
  limitMs = 15_000,
): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'firefox-'));
  const output = join(folder, 'page.png');
  try {
    await run('firefox-esr', ['--headless', '--no-remote', '--profile', profile, '--screenshot', output, server.url], {
      env: { ...session.env, MOZ_DISABLE_AUTO_SAFE_MODE: '1' },
      timeoutMs: limitMs,
    });
    const written = await stat(output).then(
      ({ size }) => size > 0,
      () => false,
    );
    if (written) return 'loads';
    if (saidNo(server)) return 'refuses';
    throw new Error(`firefox neither loaded nor refused the page (alerts: ${server.alerts.join(', ')})`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
