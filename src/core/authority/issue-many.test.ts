import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { threadCpuTime } from '../../../test/support/cpu-time';
import { makeAuthority, tempServices } from '../../../test/support/temp-services';
import type { BatchProgress } from '../../ipc/issue-schemas';
import { AppError } from '../errors';
import type { Services } from '../services';
import type { NewCertificate } from './certificate-store';
import { issueMany } from './issue-many';

let services: Services;

beforeEach(async () => {
  services = await tempServices();
  await makeAuthority(services);
});

const folders = () => readdir(join(services.dir, 'certificates'));
const rowsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ line: index + 1, names: [`n${index}.test`] }));

/** The most work (milliseconds of this thread) between two turns of the event loop, other programs' load aside. */
function longestTurn(): () => number {
  let longest = 0;
  let last = threadCpuTime();
  let timer: NodeJS.Timeout;
  const turn = () => {
    const now = threadCpuTime();
    longest = Math.max(longest, now - last);
    last = now;
    timer = setTimeout(turn, 1);
  };
  turn();
  return () => {
    clearTimeout(timer);
    return longest;
  };
}

describe('a batch', () => {
  it('issues every row with a key of its own, and reports them in order', async () => {
    const rows = await services.certificates.checkBatch(
      'name,more names,purpose\nnode-1.test,127.0.0.1,both\nnode-2.test,127.0.0.2,both\nnode-3.test,,client\nnode-4.test,,\n',
    );
    const progress: BatchProgress[] = [];
    const report = await services.certificates.issueMany(rows, {}, { progress: (each) => progress.push(each) });
    expect(report).toMatchObject({ issued: 4, failed: 0, cancelled: false });
    expect(report.results.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
    const made = await Promise.all(
      report.results.map(({ certificate }) => services.certificates.get(certificate?.id ?? '')),
    );
    expect(made.map(({ purpose }) => purpose)).toEqual(['server-client', 'server-client', 'client', 'server']);
    expect(made.map(({ status }) => status)).toEqual(['healthy', 'healthy', 'healthy', 'healthy']);
    expect(made.map(({ fingerprint }) => fingerprint)).toEqual(
      report.results.map(({ certificate }) => certificate?.fingerprint),
    );
    const keys = await Promise.all(made.map(async ({ files }) => readFile(files.key, 'utf8')));
    expect(new Set(keys).size).toBe(4);
    for (const { files } of made) {
      expect(new X509Certificate(await readFile(files.certificate)).subjectAltName).toMatch(/^DNS:node-\d\.test/);
    }
    expect(progress.at(-1)).toEqual({ done: 4, failed: 0, total: 4 });
    expect((await services.journal.entries()).filter(({ what }) => what === 'certificate.issued')).toHaveLength(4);
  });

  it('reports the rows that are wrong, and issues the rest', async () => {
    const rows = await services.certificates.checkBatch('a.test\nexample.com\n-bad-.test\nb.test,,servr\nc.test\n');
    const unread = { line: 9, names: [], problem: { code: 'invalid-input', message: 'unreadable' } };
    const report = await services.certificates.issueMany([...rows, unread], {});
    expect(
      report.results.map(({ certificate, problem }) => (certificate === undefined ? problem?.code : 'issued')),
    ).toEqual([
      'issued',
      'name-outside-limits',
      'invalid-name',
      expect.stringMatching(/name/),
      'issued',
      'invalid-input',
    ]);
    expect(report).toMatchObject({ issued: 2, failed: 4, cancelled: false });
    expect(await folders()).toHaveLength(2);
  });

  it('stops when it is cancelled; what was issued stays and is in the report', async () => {
    const controller = new AbortController();
    const report = await services.certificates.issueMany(
      rowsOf(400),
      {},
      {
        signal: controller.signal,
        progress: ({ done }) => {
          if (done > 0) controller.abort();
        },
      },
    );
    expect(report.cancelled).toBe(true);
    expect(report.issued).toBeGreaterThan(0);
    expect(report.issued).toBeLessThan(400);
    const issued = report.results.flatMap(({ certificate }) => certificate?.id ?? []);
    expect((await folders()).sort()).toEqual(issued.sort());
    expect(report.results.filter(({ problem }) => problem?.code === 'cancelled')).toHaveLength(400 - report.issued);
    expect(report.results).toHaveLength(400);
  });

  it('of 1,000 never holds up the process for 50 ms', async () => {
    await services.certificates.issueMany(rowsOf(50), {});
    const longest = longestTurn();
    const report = await services.certificates.issueMany(rowsOf(1000), {});
    await services.certificates.list();
    expect(longest()).toBeLessThan(50);
    expect(report).toMatchObject({ issued: 1000, failed: 0 });
    expect(new Set((await services.certificates.list()).map(({ serial }) => serial)).size).toBe(1050);
  }, 120_000);

  it('runs one at a time, and can be cancelled from outside', async () => {
    const running = services.batch.issue(rowsOf(300), {});
    await expect(services.batch.issue(rowsOf(1), {})).rejects.toMatchObject({ code: 'busy' });
    services.batch.cancel();
    expect((await running).cancelled).toBe(true);
    expect(await services.batch.issue(rowsOf(1), {})).toMatchObject({ issued: 1 });
  });
});

describe('a batch that cannot be written', () => {
  const full = new AppError('disk-full', 'The disk is full.', { hint: 'Free some space and try again.' });
  const start = async (write: (group: readonly NewCertificate[], call: number) => Promise<unknown[]>) => {
    let made = 0;
    let calls = 0;
    const report = await issueMany(
      rowsOf(1000),
      { validity: { kind: 'days', days: 1 } },
      {},
      {
        limits: { kind: 'none' },
        make: async ({ names }) => {
          made += 1;
          const id = names[0]?.value ?? '';
          return { record: { id, fingerprint: 'f', notAfter: 'later' }, files: {} } as unknown as NewCertificate;
        },
        write: (group) => {
          calls += 1;
          return write(group, calls);
        },
      },
    );
    return { report, made, calls };
  };

  it('stops soon, keeps what is durable and gives every other row the reason', async () => {
    const written: string[] = [];
    const { report, made, calls } = await start(async (group, call) =>
      group.map(({ record }, index) => {
        if (call === 3 && index > 4) return full;
        written.push(record.id);
        return undefined;
      }),
    );
    expect(calls).toBe(3);
    expect(made).toBeLessThan(200);
    const issued = report.results.flatMap(({ certificate }) => certificate?.id ?? []);
    expect(issued).toEqual(written.sort((one, other) => Number(one.slice(1, -5)) - Number(other.slice(1, -5))));
    expect(report).toMatchObject({ issued: written.length, failed: 1000 - written.length, cancelled: false });
    expect(report.results).toHaveLength(1000);
    for (const { certificate, problem } of report.results) {
      if (certificate === undefined) expect(problem).toMatchObject({ code: 'disk-full', hint: full.hint });
    }
  });

  it('says so too when the lock cannot be had', async () => {
    const { report } = await start(() => Promise.reject(new AppError('busy', 'Another Sealwax is writing.')));
    expect(report).toMatchObject({ issued: 0, failed: 1000 });
    expect(new Set(report.results.map(({ problem }) => problem?.code))).toEqual(new Set(['busy']));
  });
});
