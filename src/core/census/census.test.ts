import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tempServices } from '../../../test/support/temp-services';
import type { Authorities } from '../authority/authorities';
import { sha256Hex } from '../digest';
import type { JournalNote } from '../journal';
import { FolderLock } from '../system/lock';
import { run } from '../system/run';
import { TrustChanges } from '../trust/trust-changes';
import type { RootCertificate, TrustStore } from '../trust/trust-store';
import { Census } from './census';

/** A store in memory: what the real ones hold is looked at in test/interop/trust-census.test.ts. */
class ListStore implements TrustStore {
  readonly kind = 'nss';
  readonly privileged = false;
  readonly location = '/list';
  constructor(
    readonly id: string,
    readonly held: Map<string, Uint8Array> = new Map(),
    private readonly stubborn = false,
  ) {}
  get label() {
    return `List ${this.id}`;
  }
  async status({ fingerprint256 }: RootCertificate) {
    return { state: this.held.has(fingerprint256) ? ('trusted' as const) : ('absent' as const) };
  }
  async entries() {
    return [...this.held.values()].map((der) => ({ der, trusted: true }));
  }
  change() {
    return { description: 'Changes a list.', commands: [`list ${this.id}`] };
  }
  async install({ fingerprint256, der }: RootCertificate) {
    this.held.set(fingerprint256, der);
    return { outcome: 'done' as const, message: 'Added.' };
  }
  async remove({ fingerprint256 }: RootCertificate) {
    if (this.stubborn) return { outcome: 'failed' as const, message: 'It stays.' };
    this.held.delete(fingerprint256);
    return { outcome: 'done' as const, message: 'Gone.' };
  }
}

let base: string;
let home: string;
let serial = 0;

/** A self-signed authority with the subject that a tool gives its own. */
async function madeBy(subject: string, days = 3650): Promise<{ pem: string; der: Buffer; key: string; print: string }> {
  serial += 1;
  const key = join(base, `${serial}.key`);
  const cert = join(base, `${serial}.pem`);
  const args = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-utf8', '-days', `${days}`];
  const made = await run('openssl', ['req', ...args, '-subj', subject, '-keyout', key, '-out', cert]);
  if (made.code !== 0) throw new Error(made.stderr);
  const { stdout: pem } = await run('openssl', ['x509', '-in', cert]);
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return { pem, der, key, print: sha256Hex(der) };
}

async function put(path: string, data: string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data, { mode });
  await chmod(path, mode);
}

const noAuthorities = { list: async () => [] } as unknown as Authorities;

function censusOf(stores: TrustStore[], authorities: Authorities = noAuthorities) {
  const changes = new TrustChanges(join(home, 'state', 'trust.jsonl'), 'command-line', () => new Date());
  const place = { platform: 'linux', env: {}, home } as const;
  const notes: JournalNote[] = [];
  const census = new Census({
    place,
    authorities,
    stores: async () => stores,
    changes,
    journal: { noteAll: async (added) => void notes.push(...added) },
    lock: new FolderLock(home),
    now: () => new Date(),
  });
  return { census, changes, notes };
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax census-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  serial += 1;
  home = join(base, `home ${serial} ü`);
  await mkdir(home);
});

const mkcertSubject = '/O=mkcert development CA/OU=me@laptop/CN=mkcert me@laptop';

describe('the census', () => {
  it('says that a trusted root whose key lies open is a danger, by which tool, and who may read it', async () => {
    const root = await madeBy(mkcertSubject);
    const folder = join(home, '.local', 'share', 'mkcert');
    await put(join(folder, 'rootCA.pem'), root.pem, 0o644);
    await mkdir(folder, { recursive: true });
    await cp(root.key, join(folder, 'rootCA-key.pem'));
    await chmod(join(folder, 'rootCA-key.pem'), 0o644);
    const { census } = censusOf([new ListStore('a', new Map([[root.print, root.der]]))]);
    const { roots } = await census.scan();
    expect(roots).toMatchObject([
      { tool: 'mkcert', severity: 'danger', orphan: false, files: [join(folder, 'rootCA.pem')], stores: [{ id: 'a' }] },
    ]);
    expect(roots[0]?.keys).toMatchObject([{ path: join(folder, 'rootCA-key.pem'), encrypted: false, mode: '644' }]);
    expect(roots[0]?.keys[0]?.message).toContain('by every account');
    expect(JSON.stringify(roots)).not.toContain('PRIVATE KEY');
  });

  it('does not take the key of another authority for its own', async () => {
    const [root, other] = [await madeBy(mkcertSubject), await madeBy(mkcertSubject)];
    const folder = join(home, '.local', 'share', 'mkcert');
    await put(join(folder, 'rootCA.pem'), root.pem);
    await cp(other.key, join(folder, 'rootCA-key.pem'));
    const { census } = censusOf([new ListStore('a', new Map([[root.print, root.der]]))]);
    expect((await census.scan()).roots[0]?.keys).toEqual([]);
  });

  it('calls a root that its tool does not keep any more a left-over', async () => {
    const root = await madeBy(mkcertSubject);
    const { census } = censusOf([new ListStore('a', new Map([[root.print, root.der]]))]);
    expect((await census.scan()).roots).toMatchObject([{ tool: 'mkcert', orphan: true, severity: 'warning' }]);
  });

  it('calls a root of Sealwax whose authority is gone a left-over', async () => {
    const root = await madeBy('/CN=Anything');
    const store = new ListStore('a');
    const { census, changes } = censusOf([store]);
    const entry = { pem: root.pem, pemPath: '', der: root.der, fingerprint256: root.print, commonName: 'Anything' };
    const outcome = { storeId: 'a', label: 'a', location: '/list', ...(await store.install(entry)) };
    await changes.note('install', entry, [outcome], [store]);
    expect((await census.scan()).roots).toMatchObject([{ tool: 'sealwax', orphan: true }]);
  });

  it.each([
    ['/CN=Caddy Local Authority - 2026 ECC Root', 'caddy', '.local/share/caddy/pki/authorities/local/root.crt'],
    ['/CN=devcert', 'devcert', '.config/devcert/certificate-authority/certificate.cert'],
    ['/CN=Laravel Valet CA Self Signed CN', 'valet', '.config/valet/CA/LaravelValetCASelfSigned.pem'],
    ['/CN=Lando Local CA', 'lando', '.lando/certs/LandoCA.crt'],
    ['/CN=portless Local CA', 'portless', '.portless/ca.pem'],
    ['/CN=Smallstep Root CA', 'step', '.step/certs/root_ca.crt'],
    ['/CN=mitmproxy', 'mitmproxy', '.mitmproxy/mitmproxy-ca-cert.pem'],
  ])('finds %s where %s keeps it, though no store trusts it', async (subject, tool, path) => {
    const root = await madeBy(subject);
    await put(join(home, path), root.pem);
    const { census } = censusOf([]);
    expect((await census.scan()).roots).toMatchObject([
      { tool, stores: [], files: [join(home, path)], severity: 'info' },
    ]);
  });

  it('says of a root that nobody knows that it is not to be removed blindly', async () => {
    const root = await madeBy('/O=Example Corp/CN=Corporate Proxy CA');
    const { census } = censusOf([new ListStore('a', new Map([[root.print, root.der]]))]);
    const { roots } = await census.scan();
    expect(roots).toMatchObject([{ tool: 'unknown', orphan: false, severity: 'warning' }]);
    expect(roots[0]?.advice).toContain('company proxy');
  });

  it('shows one root that several stores hold once, and says which store could not be read', async () => {
    const root = await madeBy('/CN=Two places');
    const broken = new ListStore('broken');
    broken.entries = async () => {
      throw new Error('The database is damaged.');
    };
    const held = () => new Map([[root.print, root.der]]);
    const { census } = censusOf([new ListStore('a', held()), new ListStore('b', held()), broken]);
    const { roots, unread } = await census.scan();
    expect(roots.map(({ stores }) => stores.map(({ id }) => id))).toEqual([['a', 'b']]);
    expect(unread).toEqual([{ id: 'broken', label: 'List broken', message: 'The database is damaged.' }]);
  });

  it('leaves out what the makers of browsers trust, and passes over what is no certificate', async () => {
    const { rootCertificates } = await import('node:tls');
    const [pem = ''] = rootCertificates;
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const held = new Map<string, Uint8Array>([
      [sha256Hex(der), der],
      ['x', Buffer.from('not a certificate')],
    ]);
    expect((await censusOf([new ListStore('a', held)]).census.scan()).roots).toEqual([]);
  });
});

describe('removing', () => {
  it('takes a foreign root out of the stores named, by its fingerprint, and notes it', async () => {
    const [root, namesake] = [await madeBy(mkcertSubject), await madeBy(mkcertSubject)];
    const both = () =>
      new Map([
        [root.print, root.der],
        [namesake.print, namesake.der],
      ]);
    const [a, b] = [new ListStore('a', both()), new ListStore('b', both())];
    const { census, changes, notes } = censusOf([a, b]);
    expect(await census.remove(root.print, ['a'], () => undefined)).toMatchObject([{ storeId: 'a', outcome: 'done' }]);
    expect([...a.held.keys()]).toEqual([namesake.print]);
    expect([...b.held.keys()]).toHaveLength(2);
    expect(await changes.entries()).toMatchObject([{ action: 'remove', storeId: 'a', fingerprint256: root.print }]);
    expect(notes).toMatchObject([
      { what: 'trust.removed', subject: root.print, data: { store: 'a', outcome: 'done' } },
    ]);
    await expect(census.remove(root.print, ['a'], () => undefined)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('takes out everything that Sealwax ever installed when the data folder is gone, and nothing of others', async () => {
    const [ours, theirs] = [await madeBy('/CN=Ours'), await madeBy('/CN=Theirs')];
    const entry = { pem: ours.pem, pemPath: '', der: ours.der, fingerprint256: ours.print, commonName: 'Ours' };
    const store = new ListStore('a', new Map([[theirs.print, theirs.der]]));
    const { census, changes } = censusOf([store]);
    const outcome = { storeId: 'a', label: 'a', location: '/list', ...(await store.install(entry)) };
    await changes.note('install', entry, [outcome], [store]);
    const report = await census.removeEverything(() => undefined);
    expect(report).toMatchObject({ outcomes: [{ storeId: 'a', outcome: 'done' }], left: [], unread: [] });
    expect([...store.held.keys()]).toEqual([theirs.print]);
  });

  it('says what is left after all when a store keeps the root', async () => {
    const ours = await madeBy('/CN=Ours');
    const entry = { pem: ours.pem, pemPath: '', der: ours.der, fingerprint256: ours.print, commonName: 'Ours' };
    const store = new ListStore('a', new Map([[ours.print, ours.der]]), true);
    const { census, changes } = censusOf([store]);
    await changes.note('install', entry, [{ ...entryOutcome, outcome: 'done' }], [store]);
    const report = await census.removeEverything(() => undefined);
    expect(report.left).toEqual([{ store: 'List a', fingerprint256: ours.print, name: 'Ours' }]);
    expect(report.outcomes).toMatchObject([{ outcome: 'failed' }]);
  });

  it('counts the roots of the authorities that are there as well', async () => {
    const services = await tempServices();
    const report = await services.census.removeEverything(() => undefined);
    expect(report.left).toEqual([]);
  });
});

const entryOutcome = { storeId: 'a', label: 'a', location: '/list', message: '' };
