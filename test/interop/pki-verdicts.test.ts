import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewCertificate } from '../../src/core/pki/certificate-view';
import { validateChain } from '../../src/core/pki/path-validation';
import { chainVectors, vectorTime } from '../support/chain-vectors';
import { opensslVerify } from '../support/openssl';

const vectors = await chainVectors();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-verdicts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the validation of chains and openssl verify -x509_strict', () => {
  it('are compared on good chains and on bad ones', () => {
    expect(vectors.filter(({ fails }) => fails.length === 0).length).toBeGreaterThanOrEqual(10);
    expect(vectors.filter(({ fails }) => fails.length > 0).length).toBeGreaterThanOrEqual(20);
  });

  it.each(vectors)('agree on $title', async ({ chain }) => {
    const ours = validateChain(chain.map(viewCertificate), { now: vectorTime });
    const theirs = await opensslVerify(chain, { folder, at: vectorTime });
    expect({ ok: ours.ok, openssl: theirs.output }).toEqual({ ok: theirs.ok, openssl: theirs.output });
  });
});
