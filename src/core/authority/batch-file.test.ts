import { describe, expect, it } from 'vitest';
import { cpuTime } from '../../../test/support/cpu-time';
import { batchRowsMax, checkBatchRows, readBatch } from './batch-file';

const names = (text: string) => readBatch(text).map((row) => row.names);

describe('a list of names', () => {
  it('makes one row of each line, whatever stands between the names', () => {
    expect(names('app.test\napi.test, *.api.test\nlocalhost 127.0.0.1 ::1\na.test;b.test\n')).toEqual([
      ['app.test'],
      ['api.test', '*.api.test'],
      ['localhost', '127.0.0.1', '::1'],
      ['a.test', 'b.test'],
    ]);
  });

  it('keeps the number of the line, past comments and empty lines', () => {
    const text = '# our nodes\n\napp.test # the shop\n\n   \nspiffe://test/a#b, x.test\n';
    expect(readBatch(text)).toEqual([
      { line: 3, names: ['app.test'] },
      { line: 6, names: ['spiffe://test/a#b', 'x.test'] },
    ]);
  });

  it('reads a mark of byte order and the line ends of Windows', () => {
    expect(readBatch('\uFEFFapp.test\r\napi.test\r\n')).toEqual([
      { line: 1, names: ['app.test'] },
      { line: 2, names: ['api.test'] },
    ]);
  });

  it('takes a name that stands twice in a row once', () => {
    expect(names('app.test, APP.test, app.test')).toEqual([['app.test']]);
  });

  it('gives nothing for nothing', () => {
    expect(readBatch('')).toEqual([]);
    expect(readBatch('\n  \n# only this\n')).toEqual([]);
  });
});

describe('a CSV', () => {
  it('goes by its header, in any order of the columns', () => {
    const text = 'Purpose,Name,Comment,More names\nserver-client,node-1.test,first one,"10.0.0.1, node-1"\n,b.test,,\n';
    expect(readBatch(text)).toEqual([
      { line: 2, names: ['node-1.test', '10.0.0.1', 'node-1'], purpose: 'server-client' },
      { line: 3, names: ['b.test'] },
    ]);
  });

  it.each([',', ';', '\t'])('has columns separated by %j', (separator) => {
    const text = [
      ['name', 'more names', 'purpose'],
      ['a.test', 'b.test c.test', 'client'],
    ]
      .map((cells) => cells.join(separator))
      .join('\n');
    expect(readBatch(text)).toEqual([{ line: 2, names: ['a.test', 'b.test', 'c.test'], purpose: 'client' }]);
  });

  it('needs no header: the last cell is the purpose when it is the word for one', () => {
    expect(readBatch('node-1.test,,both\nme@a.test,e-mail\nserver.test,client.test\nserver')).toEqual([
      { line: 1, names: ['node-1.test'], purpose: 'server-client' },
      { line: 2, names: ['me@a.test'], purpose: 'email' },
      { line: 3, names: ['server.test', 'client.test'] },
      { line: 4, names: ['server'] },
    ]);
  });

  it('says which row is wrong, and reads the others', () => {
    const rows = readBatch('name,more names,purpose\na.test,,servr\n,,client\nb.test,,client\n');
    expect(rows.map(({ line, problem }) => [line, problem?.message])).toEqual([
      [2, '“servr” is not a purpose.'],
      [3, 'This row has no name.'],
      [4, undefined],
    ]);
  });

  it('reads a quoted cell over two lines', () => {
    expect(names('name,more names\na.test,"b.test\nc.test"\nd.test,\n')).toEqual([
      ['a.test', 'b.test', 'c.test'],
      ['d.test'],
    ]);
  });

  it('says that quotes do not pair up, with the line', () => {
    const rows = readBatch('name,more names\na.test,"b.test"\nc.test,"d.test\ne.test,\n');
    expect(rows[0]).toEqual({ line: 2, names: ['a.test', 'b.test'] });
    const broken = rows.find(({ problem }) => problem !== undefined);
    expect(broken?.problem?.message).toMatch(/quotes do not pair up/);
    expect(broken?.line).toBeGreaterThanOrEqual(3);
  });
});

describe('the size of a batch', () => {
  it('is 10,000 rows at the most', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `n${index}.test`).join('\n');
    expect(readBatch(lines(batchRowsMax))).toHaveLength(batchRowsMax);
    expect(readBatch(`name\n${lines(batchRowsMax)}`)).toHaveLength(batchRowsMax);
    expect(() => readBatch(lines(batchRowsMax + 1))).toThrow(/more than 10,000 rows/);
    expect(() => readBatch(lines(200_000))).toThrow(/more than 10,000 rows/);
    expect(() => readBatch('a'.repeat(4_000_001))).toThrow(/4 million characters/);
  });

  it('stays under a second for rows with far too many names', async () => {
    const before = cpuTime();
    const row = Array.from({ length: 100_000 }, (_, index) => `n${index}.test`).join(' ');
    const rows = await checkBatchRows(readBatch(`${row}\na.test\n`), { limits: { kind: 'none' }, purpose: 'server' });
    expect(rows[0]?.problem?.message).toMatch(/100000 names are too many/);
    expect(rows[1]?.problem).toBeUndefined();
    expect(cpuTime() - before).toBeLessThan(1000);
  });
});

describe('checking a batch', () => {
  it('holds each row against the limits, with its own purpose', async () => {
    const rows = readBatch('a.test\nexample.com\nme@a.test\nme@a.test,email\nbad name_,\n');
    const limits = { kind: 'limited', dns: ['test'], ip: [] } as const;
    const checked = await checkBatchRows(rows, {
      limits: { ...limits, dns: [...limits.dns], ip: [] },
      purpose: 'server',
    });
    expect(checked.map(({ problem }) => problem?.code)).toEqual([
      undefined,
      'name-outside-limits',
      'invalid-name',
      undefined,
      expect.stringMatching(/name/),
    ]);
  });
});
