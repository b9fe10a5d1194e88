import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sampleChain } from '../../../test/support/sample-chain';
import { writePkcs12 } from '../pki/pkcs12';
import { OpenedFiles } from './opened-files';

const { leaf } = await sampleChain();
const passphrase = Buffer.from('opens it');
const p12 = await writePkcs12({
  certificate: leaf.der,
  chain: [],
  pkcs8: leaf.key.pkcs8,
  passphrase,
  name: 'x',
  encryption: 'modern',
  random: randomBytes,
});
const pair = () => Buffer.from(leaf.pem + leaf.keyPem);

function opened() {
  const clock = { now: Date.parse('2026-11-22T12:00:00Z') };
  const files = new OpenedFiles({ now: () => new Date(clock.now), random: randomBytes });
  return { files, clock };
}

describe('what was opened', () => {
  it('is found by its token, which says nothing', async () => {
    const { files } = opened();
    const token = await files.add('clipboard', pair());
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(files.get(token)).toMatchObject({ title: 'clipboard', format: 'PEM', locked: false });
    expect(() => files.get('0'.repeat(32))).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('is wiped when it is dropped: keys and the text they came in', async () => {
    const { files } = opened();
    const bytes = pair();
    const token = await files.add('x', bytes);
    const key = files.get(token).keys[0]?.pkcs8;
    expect(key?.equals(leaf.key.pkcs8)).toBe(true);
    files.drop(token);
    expect(key?.every((byte) => byte === 0)).toBe(true);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
    expect(() => files.get(token)).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it('is gone after 30 minutes without a look, and not before', async () => {
    const { files, clock } = opened();
    const bytes = pair();
    const token = await files.add('x', bytes);
    clock.now += 29 * 60_000;
    files.get(token);
    clock.now += 29 * 60_000;
    files.get(token);
    clock.now += 31 * 60_000;
    expect(() => files.get(token)).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });

  it('is at most twenty things: the one that was left alone longest goes', async () => {
    const { files, clock } = opened();
    const tokens: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      clock.now += 1000;
      tokens.push(await files.add(`${index}`, Buffer.from(leaf.pem)));
    }
    clock.now += 1000;
    files.get(tokens[0] as string);
    tokens.push(await files.add('new', Buffer.from(leaf.pem)));
    expect(() => files.get(tokens[1] as string)).toThrow();
    expect(files.get(tokens[0] as string).title).toBe('0');
    expect(files.get(tokens[20] as string).title).toBe('new');
  });

  it('stays locked with a wrong passphrase, and opens with the right one', async () => {
    const { files } = opened();
    const token = await files.add('site.p12', Buffer.from(p12));
    expect(files.get(token)).toMatchObject({ locked: true, keys: [{ encrypted: true, keyType: '' }] });
    await expect(files.unlock(token, Buffer.from('no'))).rejects.toMatchObject({ code: 'passphrase-wrong' });
    expect(files.get(token).locked).toBe(true);
    await files.unlock(token, passphrase);
    expect(files.get(token)).toMatchObject({ locked: false, certificates: [{ pem: leaf.pem }], title: 'site.p12' });
  });

  it('that cannot be read is not kept, and its bytes are wiped', async () => {
    const { files } = opened();
    const bytes = Buffer.from('nothing of this is a certificate');
    await expect(files.add('note.txt', bytes)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: 'note.txt cannot be opened. It is text without a PEM block.',
    });
    expect(bytes.every((byte) => byte === 0)).toBe(true);
  });
});
