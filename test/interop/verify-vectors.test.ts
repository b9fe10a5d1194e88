import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyCertificate } from '../../src/core/inspect/verify';
import { viewCertificate } from '../../src/core/pki/certificate-view';
import { verifyReportSchema } from '../../src/ipc/view-schemas';
import { openssl } from '../support/openssl';
import { at } from '../support/path-certificates';
import { type PathVector, pathVectors } from '../support/path-vectors';

const vectors = pathVectors();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-verify-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const purposes = { server: 'sslserver', client: 'sslclient', email: 'smimesign', 'server-client': undefined };

function nameOptions(name: string | undefined): string[] {
  if (name === undefined) return [];
  if (name.includes('@')) return ['-verify_email', name];
  return [isIP(name) === 0 ? '-verify_hostname' : '-verify_ip', name];
}

/** `openssl verify -x509_strict`, with only these roots, and at security level 2 as Debian's programs are. */
async function theirs(vector: PathVector): Promise<{ ok: boolean; output: string }> {
  const { leaf, intermediates = [], roots, name, purpose } = vector;
  const file = async (title: string, made: { pem: string }[]) => {
    const path = join(folder, title);
    await writeFile(path, made.map(({ pem }) => pem).join(''));
    return path;
  };
  const asked = purpose === undefined ? undefined : purposes[purpose];
  const args = [
    'verify',
    '-x509_strict',
    ...['-auth_level', '2'],
    ...['-attime', String(Math.floor((vector.at ?? at).getTime() / 1000))],
    ...(asked === undefined ? [] : ['-purpose', asked]),
    ...nameOptions(name),
    ...['-no-CAfile', '-no-CApath', '-no-CAstore'],
    ...(roots.length === 0 ? [] : ['-trusted', await file('roots.pem', roots)]),
    ...(intermediates.length === 0 ? [] : ['-untrusted', await file('intermediates.pem', intermediates)]),
    await file('leaf.pem', [leaf]),
  ];
  const { code, stdout, stderr } = await openssl(args);
  return { ok: code === 0, output: `${stdout}${stderr}` };
}

function ours({ leaf, intermediates = [], roots, name, purpose, at: time = at }: PathVector) {
  const views = (list: { pem: string }[]) => list.map(({ pem }) => viewCertificate(pem));
  return verifyCertificate({
    leaf: viewCertificate(leaf.pem),
    intermediates: views(intermediates),
    roots: views(roots),
    now: time,
    name,
    purpose,
  });
}

const agreed = vectors.filter(({ differs }) => differs === undefined);
const different = vectors.filter(({ differs }) => differs !== undefined);

describe('the verdict of sealwax verify and that of openssl verify -x509_strict', () => {
  it.each(agreed)('agree on $title', async (vector) => {
    const report = ours(vector);
    const { ok, output } = await theirs(vector);
    expect({ ok: report.ok, openssl: output }).toEqual({ ok, openssl: output });
    expect(() => verifyReportSchema.parse(report)).not.toThrow();
    expect(report.message).toMatch(/[.)]$/);
  });

  it.each(different)('differ on $title: $differs', async (vector) => {
    const report = ours(vector);
    const { ok, output } = await theirs(vector);
    expect({ ok: report.ok, openssl: output }).toEqual({ ok: !ok, openssl: output });
    expect(report.ok).toBe(vector.fails.length === 0);
  });

  it('agree on far more than they differ', () => {
    expect(agreed.length).toBeGreaterThanOrEqual(180);
    expect(different.length).toBeLessThanOrEqual(25);
  });
});
