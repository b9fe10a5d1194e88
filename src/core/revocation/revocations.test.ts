import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AsnConvert } from '@peculiar/asn1-schema';
import { CertificateList } from '@peculiar/asn1-x509';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { Certificate } from '../../ipc/schemas';
import { verifyCertificate } from '../inspect/verify';
import { viewCertificate } from '../pki/certificate-view';
import type { Services } from '../services';
import { RevocationStore } from './revocation-store';

let services: Services;
let clock: Date;
let authorityId: string;

const day = 86_400_000;
const issue = (name: string) => services.certificates.issue({ names: [name] });
const revocations = () => services.lifecycle.revocations;
const numberOf = async () => BigInt((await revocations().state()).crl?.number ?? 0);

beforeEach(async () => {
  clock = new Date('2026-05-01T12:00:00.250Z');
  services = await tempServices({ now: () => clock });
  authorityId = (await makeAuthority(services)).id;
});

/** The serials on the list that lies beside the authority. */
async function listed(of: Services = services): Promise<string[]> {
  const { folder } = (await of.authorities.get(authorityId)).summary;
  const list = AsnConvert.parse(await readFile(join(folder, 'crl.der')), CertificateList);
  return (list.tbsCertList.revokedCertificates ?? []).map(({ userCertificate }) =>
    Buffer.from(userCertificate).toString('hex').replace(/^00/, ''),
  );
}

describe('revoking', () => {
  it('puts it on the list, shows it everywhere, and refuses to renew it', async () => {
    const [one, other] = [await issue('one.test'), await issue('other.test')];
    const [revoked] = await revocations().revoke([one.id], 'keyCompromise');
    const taken = { status: 'revoked', revoked: { reason: 'keyCompromise', at: '2026-05-01T12:00:00.000Z' } };
    expect(revoked).toMatchObject(taken);
    const all = new Map((await services.certificates.list()).map((each) => [each.id, each]));
    expect(all.get(one.id)).toMatchObject(taken);
    expect(all.get(other.id)).toMatchObject({ status: 'healthy' });
    expect(await listed()).toEqual([one.serial]);
    await expect(services.lifecycle.renewal.renewOne(one.id)).rejects.toMatchObject({
      code: 'certificate-revoked',
      hint: expect.stringContaining('sealwax issue'),
    });
    await expect(revocations().revoke([one.id], 'superseded')).rejects.toMatchObject({ code: 'certificate-revoked' });
    const journal = (await services.journal.entries()).slice(-2);
    expect(journal).toMatchObject([
      { what: 'certificate.revoked', subject: one.id, data: { serial: one.serial, reason: 'keyCompromise' } },
      { what: 'crl.made', subject: authorityId, data: { revoked: 1, number: String(await numberOf()) } },
    ]);
  });

  it('takes every other one of a key that is known to others, and leaves those of other keys', async () => {
    const old = await issue('one.test');
    const renewed = await services.lifecycle.renewal.renewOne(old.id, { sameKey: true });
    const another = await services.lifecycle.renewal.renewOne((await issue('other.test')).id);
    expect((await revocations().goingWith([renewed.id])).map(({ id }) => id)).toEqual([old.id]);
    expect((await revocations().revoke([renewed.id], 'keyCompromise')).map(({ id }) => id)).toEqual([
      renewed.id,
      old.id,
    ]);
    expect((await listed()).sort()).toEqual([old.serial, renewed.serial].sort());
    // Another reason speaks of the certificate alone.
    expect(await revocations().revoke([another.id], 'superseded')).toHaveLength(1);
  });

  it('is told by the verdict on a path', async () => {
    const made = await issue('one.test');
    const { certificatePem, rootPem } = await services.certificates.readFiles(made.id);
    await revocations().revoke([made.id], 'superseded');
    const lookup = await new RevocationStore(services.dir).lookup();
    const request = {
      leaf: viewCertificate(certificatePem),
      intermediates: [],
      roots: [viewCertificate(rootPem)],
      now: clock,
    };
    expect(verifyCertificate(request)).toMatchObject({ ok: true });
    expect(verifyCertificate(request, lookup)).toMatchObject({
      ok: false,
      message: 'one.test was revoked on 2026-05-01 (superseded).',
      paths: [{ ok: false, problems: [{ index: 0, code: 'revoked' }] }],
    });
  });

  it('takes several at once with one list, and none when one of them is revoked already', async () => {
    const made = [await issue('one.test'), await issue('two.test'), await issue('three.test')];
    const ids = made.map(({ id }) => id);
    await revocations().revoke(ids.slice(0, 1), 'unspecified');
    await expect(revocations().revoke(ids, 'unspecified')).rejects.toMatchObject({ code: 'certificate-revoked' });
    expect(await listed()).toHaveLength(1);
    const before = (await services.journal.entries()).length;
    await revocations().revoke(ids.slice(1), 'unspecified');
    expect(await listed()).toHaveLength(3);
    expect((await services.journal.entries()).length - before).toBe(3);
  });

  it('outlives the deletion of the certificate and its undo', async () => {
    const made = await issue('one.test');
    await revocations().revoke([made.id], 'superseded');
    await services.certificates.remove(made.id);
    expect(await listed()).toEqual([made.serial]);
    expect(await services.certificates.restore(made.id)).toMatchObject({ status: 'revoked' });
    const again = await tempServices({ dir: services.dir, now: () => clock });
    expect(await again.certificates.get(made.id)).toMatchObject({ status: 'revoked' });
  });

  it('shows one whose record is lost as revoked, by the certificate itself', async () => {
    const made = await issue('one.test');
    await revocations().revoke([made.id], 'superseded');
    await rm(join(made.files.folder, 'meta.json'));
    expect(await services.certificates.get(made.id)).toMatchObject({ authorityId: 'unknown', status: 'revoked' });
  });

  it('takes a serial number of one that was deleted, and of one that nobody knows', async () => {
    const made = await issue('gone.test');
    await services.certificates.remove(made.id);
    const colons = made.serial.toUpperCase().match(/../g)?.join(':') ?? '';
    const entry = await revocations().revokeSerial(undefined, colons, 'cessationOfOperation');
    expect(entry).toMatchObject({ serial: made.serial, certificateId: made.id, name: 'gone.test' });
    expect(await services.certificates.restore(made.id)).toMatchObject({ status: 'revoked' });
    expect(await revocations().revokeSerial(authorityId, '0badc0de', 'unspecified')).toEqual({
      serial: '0badc0de',
      reason: 'unspecified',
      at: '2026-05-01T12:00:00.000Z',
    });
    expect(await listed()).toEqual([made.serial, '0badc0de'].map((serial) => serial.replace(/^00/, '')));
    for (const [typed, code] of [
      ['0badc0de', 'certificate-revoked'],
      ['no', 'invalid-input'],
      ['0', 'invalid-input'],
    ] as const) {
      await expect(revocations().revokeSerial(undefined, typed, 'unspecified')).rejects.toMatchObject({ code });
    }
  });

  it('changes nothing when its authority is gone, or its record is damaged', async () => {
    const made = await issue('one.test');
    await services.authorities.setAside(authorityId, 'Test CA');
    await expect(revocations().revoke([made.id], 'unspecified')).rejects.toMatchObject({ code: 'no-authority' });
    authorityId = (await makeAuthority(services)).id;
    const next = await issue('two.test');
    await revocations().revoke([next.id], 'unspecified');
    await writeFile(join(services.dir, 'revocations', `${authorityId}.json`), '{"version":1,');
    const damaged = { code: 'revocations-damaged', hint: expect.stringContaining('Put the file back') };
    await expect(revocations().revoke([next.id], 'unspecified')).rejects.toMatchObject(damaged);
    await expect(revocations().state()).rejects.toMatchObject(damaged);
    // A certificate must not miss the address of its list without a word; looking goes on.
    await expect(issue('three.test')).rejects.toMatchObject(damaged);
    expect(await services.certificates.list()).toHaveLength(2);
  });
});

describe('the list', () => {
  it('is made anew when its file is gone or its last third has begun, with a higher number each time', async () => {
    const first = await revocations().currentCrl();
    expect((await revocations().currentCrl()).der.equals(first.der)).toBe(true);
    const numbers = [await numberOf()];
    await rm(first.state.crl?.files.der ?? '');
    expect((await revocations().state()).crl?.current).toBe(false);
    await revocations().currentCrl();
    numbers.push(await numberOf());
    clock = new Date(clock.getTime() + 20 * day);
    expect((await revocations().state()).crl?.current).toBe(false);
    expect(await revocations().renewDue()).toMatchObject({ renewed: [authorityId], failed: [] });
    numbers.push(await numberOf());
    // Ten years back: the list now begins in the future, and is made again.
    clock = new Date(clock.getTime() - 19 * day);
    expect((await revocations().state()).crl?.current).toBe(false);
    await revocations().currentCrl();
    numbers.push(await numberOf());
    expect((await revocations().state()).crl).toMatchObject({
      thisUpdate: clock.toISOString().replace('.250', '.000'),
    });
    expect(numbers).toEqual([...numbers].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(numbers).size).toBe(4);
  });

  it('waits for a person where its key does not open alone', async () => {
    await revocations().currentCrl();
    services.keys.lock();
    clock = new Date(clock.getTime() + 25 * day);
    expect(await revocations().renewDue()).toEqual({ renewed: [], failed: [] });
    expect(await revocations().state()).toMatchObject({ needsPerson: true, crl: { current: false } });
    await revocations().makeCrl();
    expect(await revocations().state()).toMatchObject({ needsPerson: false, crl: { current: true } });
  });

  it('is named by new certificates only while that is switched on, and the port is remembered', async () => {
    const textOf = async ({ id }: Certificate) =>
      viewCertificate(await services.certificates.readPem(id)).der.toString('latin1');
    expect(await textOf(await issue('before.test'))).not.toContain('http://');
    const { serve } = await revocations().setServe(undefined, true, 18_281);
    expect(serve).toMatchObject({ on: true, url: `http://127.0.0.1:18281/${authorityId}.crl` });
    const made = await issue('on.test');
    expect(await textOf(made)).toContain(serve.url);
    expect(await textOf(await services.lifecycle.renewal.renewOne(made.id))).toContain(serve.url);
    const many = await services.certificates.issueMany([{ line: 1, names: ['many.test'] }], {});
    expect(await textOf(await services.certificates.get(many.results[0]?.certificate?.id ?? ''))).toContain(serve.url);
    expect((await revocations().setServe(undefined, false)).serve).toMatchObject({ on: false, port: 18_281 });
    expect(await textOf(await issue('off.test'))).not.toContain('http://');
    expect((await revocations().setServe(undefined, true)).serve).toMatchObject({ on: true, port: 18_281 });
    await expect(revocations().setServe(undefined, true, 80)).rejects.toMatchObject({ code: 'invalid-input' });
  });
});

describe('a backup', () => {
  const passphrase = () => Buffer.from('the passphrase of a backup');

  it('carries what was revoked and the number, and an older one takes nothing back', async () => {
    const [one, two] = [await issue('one.test'), await issue('two.test')];
    await revocations().revoke([one.id], 'superseded');
    const backup = await services.backup.write([authorityId], passphrase());
    clock = new Date(clock.getTime() + day);
    await revocations().revoke([two.id], 'keyCompromise');
    const newest = await numberOf();

    // The same machine: what came after the backup is still known.
    await services.authorities.setAside(authorityId, 'Test CA');
    await services.backup.read(backup, passphrase(), 'session');
    expect((await services.certificates.get(two.id)).status).toBe('revoked');
    await revocations().currentCrl();
    expect(await listed()).toEqual([one.serial, two.serial]);
    expect(await numberOf()).toBeGreaterThan(newest);

    // Another machine: its next number is above all that the first one gave until now.
    clock = new Date(clock.getTime() + 2);
    const other = await tempServices({ now: () => clock });
    await other.backup.read(backup, passphrase(), 'session');
    const { state } = await other.lifecycle.revocations.currentCrl();
    expect(await listed(other)).toEqual([one.serial]);
    expect(BigInt(state.crl?.number ?? 0)).toBeGreaterThan(await numberOf());
  }, 30_000);
});
