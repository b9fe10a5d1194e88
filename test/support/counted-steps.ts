import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

// Imported before the product, which takes the calls of node:fs when it is loaded: each call that changes something counts as a
// step, and the process dies before the one that is due.
const steps = { left: -1 };

/** From now on the n-th step ends the process; 0: none does. */
export function killBefore(step: number): void {
  steps.left = step;
}

function killWhenDue(): void {
  steps.left -= 1;
  if (steps.left === 0) process.kill(process.pid, 'SIGKILL');
}

export function counted<A extends unknown[], R>(work: (...args: A) => R): (...args: A) => R {
  return (...args) => {
    killWhenDue();
    return work(...args);
  };
}

type AnyCall = (...args: unknown[]) => unknown;
const patch = (module: object, names: readonly string[], wrap: (call: AnyCall) => AnyCall) => {
  const calls = module as Record<string, AnyCall>;
  for (const name of names) calls[name] = wrap((calls[name] as AnyCall).bind(module));
};

patch(fs, ['rename', 'renameSync', 'rm', 'rmSync'], counted);
patch(promises, ['rename', 'rm', 'writeFile', 'link'], counted);
// To write, that is; what is read is opened with "r" or by number.
const openings = (open: AnyCall): AnyCall => {
  return (...args) => {
    if (typeof args[1] === 'string' && args[1] !== 'r') killWhenDue();
    return open(...args);
  };
};
patch(fs, ['open', 'openSync'], openings);
patch(promises, ['open'], openings);
syncBuiltinESMExports();
