import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { PhonePage as PhonePageState } from '../../ipc/trust-schemas';
import type { Services } from '../services';
import { lanAddresses, PhonePage } from './phone-page';

let services: Services;
let states: PhonePageState[] = [];
let page: PhonePage;

function makePage(addresses: string[], authorities = services): PhonePage {
  states = [];
  page = new PhonePage({
    authorities: authorities.authorities,
    keys: authorities.keys,
    now: authorities.now,
    random: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))),
    changed: (state) => states.push(state),
    addresses: () => addresses,
  });
  return page;
}

beforeAll(async () => {
  services = await tempServices();
  await makeAuthority(services, { name: 'Phone <b>CA</b>' });
});
afterEach(() => page.stop());

const get = (url: string, userAgent = 'Mozilla/5.0 (Linux; Android 15)') =>
  fetch(url, { headers: { 'user-agent': userAgent }, redirect: 'manual' });

/** What the page's own script asks for, found in the page. */
async function checkUrl(state: PhonePageState): Promise<string> {
  const html = await (await get(state.urls[0] ?? '')).text();
  return /https:[^"\\]+check/.exec(html)?.[0] ?? '';
}

function open(url: string, ca: string | undefined): Promise<string> {
  return new Promise((resolve) => {
    request(url, { ca, agent: false }, (response) => {
      response.on('data', (data) => resolve(String(data)));
    })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
      .end();
  });
}

describe('the page for phones', () => {
  it('hands out the public root in three forms, and no key', async () => {
    const { urls } = await makePage(['127.0.0.1']).start();
    const { pem } = await services.authorities.rootCertificate();
    const [crt, text, profile] = await Promise.all(
      ['root.crt', 'root.pem', 'root.mobileconfig'].map((name) => get(`${urls[0]}${name}`)),
    );
    const der = Buffer.from((await crt?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(new X509Certificate(der).fingerprint256).toBe(new X509Certificate(pem).fingerprint256);
    expect(crt?.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    expect(new X509Certificate((await text?.text()) ?? '').raw.equals(der)).toBe(true);
    expect(profile?.headers.get('content-type')).toBe('application/x-apple-aspen-config');
    const all = (await profile?.text()) ?? '';
    expect(all.replace(/\s/g, '')).toContain(der.toString('base64'));
    expect(all).not.toMatch(/PRIVATE|pkcs12/);
  });

  it('shows the steps of the asking device first, with the fingerprint, and takes no name for markup', async () => {
    const { urls } = await makePage(['127.0.0.1']).start();
    const iphone = await (await get(urls[0] ?? '', 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X)')).text();
    expect(iphone.indexOf('iPhone and iPad')).toBeLessThan(iphone.indexOf('<h2>Android'));
    const android = await (await get(urls[0] ?? '')).text();
    expect(android.indexOf('<h2>Android')).toBeLessThan(android.indexOf('iPhone and iPad'));
    expect(android).not.toContain('<b>CA</b>');
    const { fingerprint256 } = await services.authorities.rootCertificate();
    expect(android.replace(/ /g, '')).toContain(fingerprint256);
  });

  it('answers nothing else: not without the path, not with another method, nothing above it', async () => {
    const { urls } = await makePage(['127.0.0.1']).start();
    const url = urls[0] ?? '';
    const origin = new URL(url).origin;
    for (const path of [
      '/',
      '/root.crt',
      `${new URL(url).pathname}../../etc/passwd`,
      `${new URL(url).pathname}key.pem`,
    ]) {
      expect((await get(origin + path)).status, path).toBe(404);
    }
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  it('tells a device that trusts the root from one that does not, by a handshake', async () => {
    const state = await makePage(['127.0.0.1']).start();
    const url = await checkUrl(state);
    const { pem } = await services.authorities.rootCertificate();
    expect(await open(url, undefined)).toMatch(/^UNABLE_TO_/);
    expect(page.state().visits.some(({ what }) => what === 'trusted')).toBe(false);
    expect(await open(url, pem)).toBe('trusted');
    expect(page.state().visits[0]).toMatchObject({ what: 'trusted' });
    expect(states.at(-1)?.visits[0]?.what).toBe('trusted');
  });

  it('leaves the check out where the authority may not sign for the address, and says so', async () => {
    const narrow = await tempServices();
    await makeAuthority(narrow, { limits: { kind: 'limited', dns: ['test'], ip: [] } });
    const { urls } = await makePage(['127.0.0.1'], narrow).start();
    const html = await (await get(urls[0] ?? '')).text();
    expect(html).toContain('may not sign for the address');
    expect(html).not.toContain('<script');
  });

  it('shows its address as a code, and none after it was stopped', async () => {
    const started = await makePage(['127.0.0.1']).start();
    expect(started.qr.length).toBeGreaterThanOrEqual(21);
    expect(started.qr.every((row) => row.length === started.qr.length && /^[01]+$/.test(row))).toBe(true);
    expect(await page.stop()).toMatchObject({ running: false, urls: [], qr: [] });
    await expect(get(started.urls[0] ?? '')).rejects.toThrow();
  });

  it('has one page at a time: starting again ends the first', async () => {
    const first = await makePage(['127.0.0.1']).start();
    const [second, third] = await Promise.all([page.start(), page.start()]);
    await expect(get(first.urls[0] ?? '')).rejects.toThrow();
    await expect(get(second.urls[0] ?? '')).rejects.toThrow();
    expect((await get(third.urls[0] ?? '')).status).toBe(200);
  });

  it('says so when this machine is in no network', async () => {
    await expect(makePage([]).start()).rejects.toMatchObject({ code: 'not-found' });
    expect(page.state().running).toBe(false);
  });
});

it('listens on private addresses only, those of containers last', () => {
  const at = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false) => ({ address, family, internal });
  expect(
    lanAddresses({
      lo: [at('127.0.0.1', 'IPv4', true)],
      docker0: [at('172.17.0.1')],
      wlan0: [at('192.168.1.20'), at('fe80::1', 'IPv6'), at('203.0.113.7')],
      eth0: [at('10.1.2.3'), at('172.32.0.1')],
    }),
  ).toEqual(['192.168.1.20', '10.1.2.3', '172.17.0.1']);
});
