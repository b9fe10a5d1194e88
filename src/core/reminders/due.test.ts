import { describe, expect, it } from 'vitest';
import { afterTelling, type Due, dueReminders, quietMs, type Told, thresholdsOf } from './due';
import type { Subject } from './subjects';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.UTC(2026, 0, 1, 10, 30);
const thresholds = { certificate: [30, 7, 1], authority: [180, 90, 30] };

const certificate = (name: string, end: number, life = 397 * day): Subject => ({
  ...{ kind: 'certificate', id: name, name, fingerprint: name.padEnd(64, '0') },
  notBefore: end - life,
  notAfter: end,
});
const root = (end: number): Subject => ({ ...certificate('root', end, 3650 * day), kind: 'authority' });

/** A person's machine: a clock that can be set, and what has been told. */
class Machine {
  told: Told = { subjects: {} };
  shown: { at: number; name: string; days: number }[] = [];

  constructor(
    readonly subjects: readonly Subject[],
    public now = start,
    readonly days = thresholds,
  ) {}

  look(): Due[] {
    const due = dueReminders({ subjects: this.subjects, thresholds: this.days, told: this.told, now: this.now });
    if (due.length === 0) return due;
    // As it comes back from the disk.
    this.told = JSON.parse(JSON.stringify(afterTelling(this.told, due, { subjects: this.subjects, now: this.now })));
    this.shown.push(...due.map(({ subject, days }) => ({ at: this.now, name: subject.name, days })));
    return due;
  }

  /** Looks each hour until the clock shows this. */
  runUntil(end: number): void {
    for (; this.now < end; this.now += hour) this.look();
  }

  daysOf = (name: string) => this.shown.filter((each) => each.name === name).map(({ days }) => days);
}

describe('two years with a clock that walks', () => {
  const fleet = Array.from({ length: 40 }, (_, index) =>
    certificate(`c${index}.test`, start + (40 + ((index * 977) % 660)) * day + ((index * 7919) % 1440) * 60_000),
  );
  const machine = new Machine([...fleet, root(start + 500 * day)]);
  machine.runUntil(start + 730 * day);

  it('tell each threshold of each certificate once, and of a root its own', () => {
    for (const { name } of fleet) expect(machine.daysOf(name)).toEqual([30, 7, 1]);
    expect(machine.daysOf('root')).toEqual([180, 90, 30]);
  });

  it('show one notification a day at the most, and none later than its threshold', () => {
    const times = [...new Set(machine.shown.map(({ at }) => at))];
    expect(times.every((at, index) => index === 0 || at - (times[index - 1] as number) >= quietMs)).toBe(true);
    for (const { at, name, days } of machine.shown) {
      const { notAfter } = machine.subjects.find((each) => each.name === name) as Subject;
      const left = notAfter - at;
      // An hour lies between two looks.
      expect(left).toBeGreaterThan(days * day - hour);
      expect(left).toBeLessThanOrEqual(days * day + quietMs);
    }
  });
});

describe('a clock that is set', () => {
  const end = start + 60 * day;
  const at = (daysLeft: number) => end - daysLeft * day;

  it('back by hours, days or years repeats nothing and loses nothing', () => {
    for (const back of [hour, 12 * hour, 3 * day, 20 * day, 3650 * day]) {
      const machine = new Machine([certificate('a', end)]);
      machine.runUntil(at(6));
      machine.now -= back;
      const wrong = machine.now;
      machine.runUntil(wrong + 5 * hour);
      machine.now += back;
      machine.runUntil(end + 3 * day);
      expect(machine.daysOf('a'), `back by ${back / day} days`).toEqual([30, 7, 1]);
    }
  });

  it('back for good, after it ran two days ahead, repeats nothing', () => {
    const machine = new Machine([certificate('a', end)]);
    machine.runUntil(at(29));
    machine.now -= 2 * day;
    machine.runUntil(end);
    expect(machine.daysOf('a')).toEqual([30, 7, 1]);
  });

  it('ahead by ten years tells nothing about what ended long ago, and all of it later at its time', () => {
    const machine = new Machine([certificate('a', end)]);
    machine.now += 3650 * day;
    machine.runUntil(start + 3652 * day);
    expect(machine.shown).toEqual([]);
    machine.now = start;
    machine.runUntil(end);
    expect(machine.daysOf('a')).toEqual([30, 7, 1]);
  });

  it('ahead by a month and back again tells the real reminders too', () => {
    const machine = new Machine([certificate('a', end)], at(31));
    machine.now = at(0.5);
    machine.look();
    expect(machine.daysOf('a')).toEqual([1]);
    machine.now = at(31);
    machine.runUntil(end);
    expect(machine.daysOf('a')).toEqual([1, 30, 7, 1]);
  });

  it('never keeps a later reminder back for longer than a day', () => {
    const machine = new Machine([certificate('a', end), certificate('b', end + 400 * day)]);
    machine.now = end + 399.5 * day;
    machine.look();
    machine.now = at(31);
    machine.runUntil(end);
    expect(machine.daysOf('a')).toEqual([30, 7, 1]);
  });
});

describe('what is due', () => {
  const end = start + 20 * day;

  it('is only the nearest threshold when the machine was off over the others', () => {
    const machine = new Machine([certificate('a', end)], end - 40 * day);
    machine.look();
    machine.now = end - 5 * day;
    machine.look();
    machine.now = end + 14 * day;
    machine.look();
    machine.runUntil(end + 60 * day);
    expect(machine.daysOf('a')).toEqual([7, 1]);
  });

  it('leaves out what ended more than a month ago: it stands in the window', () => {
    expect(new Machine([certificate('a', end)], end + 31 * day).look()).toEqual([]);
  });

  it('comes in one notification, the soonest first, with what will be due before the next one', () => {
    const subjects = [certificate('late', start + 30.5 * day), certificate('soon', start + 29 * day)];
    const due = new Machine(subjects).look();
    expect(due.map(({ subject, days }) => [subject.name, days])).toEqual([
      ['soon', 30],
      ['late', 30],
    ]);
  });

  it('follows thresholds that a person changes, and repeats none that was told', () => {
    const machine = new Machine([certificate('a', end)], end - 6 * day);
    machine.look();
    const changed = new Machine([certificate('a', end)], end - 5 * day, { ...thresholds, certificate: [14, 7, 3] });
    changed.told = machine.told;
    changed.runUntil(end);
    expect(changed.daysOf('a')).toEqual([3]);
  });

  it('is told once in the last third of a life that is too short for every threshold', () => {
    expect(thresholdsOf(certificate('week', end, 9 * day), [30, 7, 1])).toEqual([1]);
    expect(thresholdsOf(certificate('hours', end, 12 * hour), [30, 7, 1])).toEqual([1 / 6]);
    const machine = new Machine([certificate('hours', start + 12 * hour, 12 * hour)]);
    machine.runUntil(start + 2 * day);
    expect(machine.shown).toEqual([{ at: start + 8 * hour, name: 'hours', days: 1 / 6 }]);
  });

  it('forgets after a year what is no longer listed, and keeps it until then', () => {
    const gone = certificate('gone', end);
    const other = certificate('other', end + 500 * day);
    let told = afterTelling({ subjects: {} }, [{ subject: gone, days: 1 }], { subjects: [gone], now: end });
    told = afterTelling(told, [{ subject: other, days: 30 }], { subjects: [other], now: end + 300 * day });
    expect(Object.keys(told.subjects)).toEqual([gone.fingerprint, other.fingerprint]);
    told = afterTelling(told, [{ subject: other, days: 7 }], { subjects: [other], now: end + 400 * day });
    expect(Object.keys(told.subjects)).toEqual([other.fingerprint]);
  });
});
