const left: (() => Promise<void>)[] = [];

/** Leaves something for when the command is done and all it says is out. It must not fail the command, so its errors are lost. */
export const afterWork = (work: () => Promise<void>): void => {
  left.push(work);
};

/** Does what was left. */
export async function finishWork(): Promise<void> {
  for (const work of left.splice(0)) await work().catch(() => undefined);
}
