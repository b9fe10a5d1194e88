import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import type { MkcertAuthority } from '../../src/ipc/authority-schemas';
import type { Authority, Certificate } from '../../src/ipc/schemas';
import { authorityStep } from '../support/authority-steps';
import { opensslText, opensslVerify } from '../support/openssl';
import { startSession, type TestSession } from '../support/session';

let session: TestSession;
beforeEach(async () => {
  session = await startSession('unlocked');
});
afterEach(() => session.end());

const step = async <T>(...args: string[]): Promise<T> => {
  const { value, error } = await authorityStep<T>(session, {}, ...args);
  expect(error).toBeUndefined();
  return value;
};

/** The real mkcert, in the session's own home; it changes no trust store of the machine. */
async function mkcert(...args: string[]) {
  const env = { ...session.env, TRUST_STORES: 'none' };
  const result = await run('mkcert', args, { env, cwd: session.home, timeoutMs: 30_000 });
  if (result.missing) throw new Error('mkcert is not installed; npm test installs it');
  return result;
}

async function curl(certificate: Certificate, root: string): Promise<string> {
  const { fullChain, key } = certificate.files;
  const server = createServer({ cert: await readFile(fullChain), key: await readFile(key) }, (_request, response) => {
    response.end('hello');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const result = await run('curl', ['--silent', '--show-error', '--cacert', root, `https://localhost:${port}/`], {});
  await new Promise((done) => server.close(done));
  return `${result.stdout}${result.stderr}`;
}

describe.each([
  ['RSA', []],
  ['ECDSA', ['-ecdsa']],
])('an authority that mkcert made with an %s key', (_kind, flags) => {
  it('is found, adopted with its certificate as it is, and signs what mkcert’s own root vouches for', async () => {
    expect((await mkcert(...flags, 'before.test')).code).toBe(0);
    const folder = (await mkcert('-CAROOT')).stdout.trim();
    const root = join(folder, 'rootCA.pem');
    const [found] = await step<MkcertAuthority[]>('findMkcert');
    expect(found).toMatchObject({ folder, hasKey: true });

    const adopted = await step<Authority>('adoptMkcert', folder);
    expect(adopted).toMatchObject({
      origin: 'mkcert',
      kind: 'root',
      limits: { kind: 'none' },
      plainKeyFile: join(folder, 'rootCA-key.pem'),
      problems: [],
    });
    const der = (file: string) => opensslText(['x509', '-in', file, '-outform', 'PEM']);
    expect(await der(adopted.certificateFile)).toBe(await der(root));
    expect(await readFile(join(adopted.folder, 'root-key.pem'), 'utf8')).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY/);

    const { certificate } = await step<{ certificate: Certificate }>('issue', adopted.id, 'localhost', 'example.com');
    const chain = [await readFile(certificate.files.certificate, 'utf8'), await readFile(root, 'utf8')];
    const more = ['-verify_hostname', 'example.com'];
    expect(await opensslVerify(chain, { folder: session.home, purpose: 'sslserver', more })).toMatchObject({
      ok: true,
    });
    expect(await curl(certificate, root)).toBe('hello');
  });

  it('loses its unencrypted key when that is asked for; mkcert says so, and we go on signing', async () => {
    await mkcert(...flags, 'before.test');
    const folder = (await mkcert('-CAROOT')).stdout.trim();
    const { id } = await step<Authority>('adoptMkcert', folder);
    expect((await step<Authority>('deletePlainKey', id)).plainKeyFile).toBeUndefined();
    await expect(stat(join(folder, 'rootCA-key.pem'))).rejects.toMatchObject({ code: 'ENOENT' });
    const refused = await mkcert('after.test');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('the CA key (rootCA-key.pem) is missing');
    const { certificate } = await step<{ certificate: Certificate }>('issue', id, 'after.test');
    const chain = [
      await readFile(certificate.files.certificate, 'utf8'),
      await readFile(join(folder, 'rootCA.pem'), 'utf8'),
    ];
    expect((await opensslVerify(chain, { folder: session.home })).ok).toBe(true);
  });
});

describe('mkcert’s folder', () => {
  it('is found where CAROOT, XDG_DATA_HOME or the home says, as mkcert finds it', async () => {
    const home = join(session.home, '.local/share/mkcert');
    for (const [env, wanted] of [
      [{}, [home]],
      [{ XDG_DATA_HOME: join(session.home, 'xdg') }, [join(session.home, 'xdg/mkcert')]],
      [{ CAROOT: join(session.home, 'mine') }, [join(session.home, 'mine'), home]],
    ] as const) {
      session.env = { ...session.env, ...env } as Record<string, string>;
      expect((await mkcert('x.test')).code).toBe(0);
      expect((await mkcert('-CAROOT')).stdout.trim()).toBe(wanted[0]);
      expect((await step<MkcertAuthority[]>('findMkcert')).map(({ folder }) => folder)).toEqual(wanted);
      for (const name of Object.keys(env)) delete session.env[name];
    }
  });

  it('whose key belongs to another root is refused, and nothing is written', async () => {
    await mkcert('x.test');
    const folder = (await mkcert('-CAROOT')).stdout.trim();
    await opensslText(['genpkey', '-algorithm', 'RSA', '-out', join(session.home, 'other.pem')]);
    const key = join(folder, 'rootCA-key.pem');
    await run('chmod', ['600', key]);
    await writeFile(key, await readFile(join(session.home, 'other.pem')));
    const { error } = await authorityStep(session, {}, 'adoptMkcert', folder);
    expect(error?.code).toBe('key-mismatch');
    expect(await step('list')).toEqual([]);
  });
});
