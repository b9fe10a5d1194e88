import { copyFile, readdir, readFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { cpuTime } from '../../../test/support/cpu-time';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { Certificate } from '../../ipc/schemas';
import type { Services } from '../services';

let services: Services;
let one: Certificate;
let other: Certificate;

beforeEach(async () => {
  services = await tempServices();
  await makeAuthority(services);
  one = await services.certificates.issue({ names: ['one.test'] });
  other = await services.certificates.issue({ names: ['other.test'] });
  // So that every damage below meets a list that was read before.
  expect((await services.certificates.list()).map(({ status }) => status)).toEqual(['healthy', 'healthy']);
});

const reasonOf = async (id: string) => {
  const listed = (await services.certificates.list()).find((each) => each.id === id);
  expect(await services.certificates.get(id)).toEqual(listed);
  return listed?.statusReason;
};

describe('the public files', () => {
  it('are read whatever became of the key, which only those who write it out need', async () => {
    const whole = await services.certificates.readFiles(one.id);
    await rm(one.files.key);
    const { keyPem, ...others } = whole;
    expect(keyPem).toContain('PRIVATE KEY');
    expect(await services.certificates.readPublicFiles(one.id)).toEqual(others);
    await expect(services.certificates.readFiles(one.id)).rejects.toMatchObject({ code: 'certificate-unreadable' });
  });
});

describe('a list that was read before', () => {
  it.each<[string, () => Promise<unknown>, RegExp]>([
    ['a key that is gone', () => rm(one.files.key), /key\.pem is missing/],
    ['a key that was cut off', () => truncate(one.files.key, 60), /key\.pem is cut off/],
    ['a certificate that is gone', () => rm(one.files.certificate), /cert\.pem is missing/],
    [
      'a certificate that was cut off',
      () => truncate(one.files.certificate, 300),
      /cert\.pem is missing or cannot be read/,
    ],
    [
      'a certificate that was swapped',
      () => copyFile(other.files.certificate, one.files.certificate),
      /holds another certificate/,
    ],
    ['a record that is gone', () => rm(join(one.files.folder, 'meta.json')), /record \(meta\.json\)/],
    ['a record that was cut off', () => truncate(join(one.files.folder, 'meta.json'), 20), /record \(meta\.json\)/],
    [
      'the record of another certificate',
      () => copyFile(join(other.files.folder, 'meta.json'), join(one.files.folder, 'meta.json')),
      /record \(meta\.json\)/,
    ],
  ])('notices %s', async (_what, damage, words) => {
    await damage();
    expect(await reasonOf(one.id)).toMatch(words);
    expect(await reasonOf(other.id)).toBeUndefined();
  });

  it('notices a change of the same length whose time was set back', async () => {
    const { mtime, atime } = await (await import('node:fs/promises')).stat(one.files.key);
    const text = await readFile(one.files.key, 'utf8');
    await writeFile(one.files.key, text.replace('BEGIN PRIVATE', 'BEGIN_PRIVATE'));
    await utimes(one.files.key, atime, mtime);
    expect(await reasonOf(one.id)).toMatch(/cut off or damaged/);
  });

  it('notices that a file came back', async () => {
    await rename(one.files.key, `${one.files.key}.away`);
    expect(await reasonOf(one.id)).toMatch(/missing/);
    await rename(`${one.files.key}.away`, one.files.key);
    expect(await reasonOf(one.id)).toBeUndefined();
  });

  it('notices what another process added and took away', async () => {
    const second = await tempServices({ dir: services.dir });
    const third = await second.certificates.issue({ names: ['third.test'] });
    await second.certificates.remove(one.id);
    expect((await services.certificates.list()).map(({ id }) => id).sort()).toEqual([other.id, third.id].sort());
  });
});

describe('folders of version 0.1', () => {
  it('read as they are: without the fields that came later', async () => {
    const path = join(one.files.folder, 'meta.json');
    const { keyHere: _keyHere, validity: _validity, ...before } = JSON.parse(await readFile(path, 'utf8'));
    await writeFile(path, JSON.stringify(before));
    expect(await services.certificates.get(one.id)).toEqual(one);
    const renewed = await services.lifecycle.renewal.renewOne(one.id);
    expect(Date.parse(renewed.notAfter) - Date.parse(renewed.notBefore)).toBe(
      Date.parse(one.notAfter) - Date.parse(one.notBefore),
    );
  });
});

describe('the list of 1,500 certificates', () => {
  it('is read once, and then costs a look at each', async () => {
    const rows = Array.from({ length: 1500 }, (_, index) => ({ line: index + 1, names: [`n${index}.test`] }));
    await services.certificates.issueMany(rows, {});
    const second = await tempServices({ dir: services.dir });
    const time = async (work: () => Promise<unknown>) => {
      const before = cpuTime();
      await work();
      return cpuTime() - before;
    };
    const first = await time(() => second.certificates.list());
    await second.certificates.issue({ names: ['late.test'] });
    const again = await time(() => second.certificates.list());
    expect(await second.certificates.list()).toHaveLength(1503);
    expect(again).toBeLessThan(first / 3);
    expect((await readdir(join(services.dir, 'certificates'))).length).toBe(1503);
  }, 60_000);
});
