/** What this process worked so far, on all its threads (milliseconds): a measure that other programs' load does not change. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The same of the main thread alone (Node 24). */
export function threadCpuTime(): number {
  const { user, system } = (process as unknown as { threadCpuUsage(): NodeJS.CpuUsage }).threadCpuUsage();
  return (user + system) / 1000;
}

/** The processor time that a piece of work takes (milliseconds). */
export function cpuTimeOf(work: () => void): number {
  const before = cpuTime();
  work();
  return cpuTime() - before;
}
