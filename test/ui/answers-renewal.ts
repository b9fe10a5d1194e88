import type { RenewalReport, RenewalTrouble, RenewalView, RenewalWish } from '../../src/ipc/renewal-schemas';
import { inDays, issuedFor } from './data';
import { type Answers, findById, pause, type World } from './world';

const day = 86_400_000;

/** Renewal as the window meets it: one that failed and is tried again, one that was replaced, many with results of all kinds. */
export function renewalAnswers(world: World): Answers<'renewal'> {
  const wishes = new Map<string, RenewalWish>();
  let stopped = false;
  const troubleOf = (id: string): RenewalTrouble | undefined => {
    const { commonName } = findById(world.listed, id, 'certificate');
    if (world.state !== 'renewal' || commonName !== 'api.shop.test') return undefined;
    return {
      id,
      name: commonName,
      code: 'root-too-short',
      message: `A new certificate would last no longer than ${commonName} does: its authority ends on ${inDays(7).slice(0, 10)}.`,
      hint: 'Make a new authority under Authorities, and issue a certificate for the same names from it.',
      attempts: 3,
      at: inDays(-1 / 24),
      nextTry: inDays(1.1 / 24),
    };
  };
  const view = (id: string): RenewalView => {
    const certificate = findById(world.listed, id, 'certificate');
    const next = world.listed.find((each) => each.id === certificate.replacedBy);
    const wish = wishes.get(id) ?? 'default';
    const trouble = troubleOf(id);
    const from = Date.parse(certificate.notAfter) - 132 * day;
    const due = from < Date.now();
    const standing: RenewalView['standing'] = next
      ? { kind: 'never', why: 'replaced' }
      : certificate.status === 'broken'
        ? { kind: 'never', why: 'broken' }
        : !certificate.keyHere
          ? { kind: 'never', why: 'key-elsewhere' }
          : wish === 'off'
            ? { kind: 'never', why: 'turned-off' }
            : due
              ? { kind: 'due', since: new Date(from).toISOString() }
              : { kind: 'later', from: new Date(from).toISOString() };
    return {
      ...{ id, wish, standing },
      ...(trouble ? { trouble } : {}),
      ...(next ? { replacedBy: { id: next.id, notAfter: next.notAfter } } : {}),
    };
  };
  return {
    'renewal.troubles': () => (world.state === 'renewal' ? world.listed.flatMap(({ id }) => troubleOf(id) ?? []) : []),
    'renewal.of': ({ id }) => view(id),
    'renewal.setWish': ({ id, wish }) => {
      wishes.set(id, wish);
      world.emit('renewal.changed', undefined);
      return view(id);
    },
    'renewal.cancel': () => {
      stopped = true;
      return undefined;
    },
    'renewal.renew': async ({ ids }) => {
      stopped = false;
      const report: RenewalReport = { renewed: 0, failed: 0, cancelled: false, results: [] };
      for (const id of ids) {
        if (!stopped) await pause(60);
        // A long one goes on until it is stopped, however slow the test is that looks at it.
        while (ids.length > 10 && report.results.length >= 3 && !stopped) await pause(30);
        const old = findById(world.listed, id, 'certificate');
        const trouble = troubleOf(id);
        const row = { id, name: old.commonName };
        if (stopped || trouble) {
          report.failed += 1;
          report.cancelled ||= stopped;
          const problem = stopped ? { code: 'cancelled', message: 'Not renewed: it was stopped before.' } : trouble;
          if (problem) report.results.push({ ...row, problem });
        } else {
          const made = issuedFor(old.names, 397, { renews: id });
          world.listed = [
            made,
            ...world.listed.map((each) => (each.id === id ? { ...each, replacedBy: made.id } : each)),
          ];
          report.renewed += 1;
          report.results.push({ ...row, certificate: { id: made.id, notAfter: made.notAfter } });
        }
        world.emit('renewal.progress', { done: report.renewed, failed: report.failed, total: ids.length });
      }
      world.emit('certificates.changed', undefined);
      return report;
    },
  };
}
