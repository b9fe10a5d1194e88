import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from './paths.mjs';

const file = join(cache, 'setup.json');

/**
 * What earlier runs of set-up found out, so that the next one has nothing to do.
 * @returns {{ npm?: string, build?: string, electron?: { kind: string, triedAt: number, wanted: string } }}
 */
export function readNotes() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** Adds to the notes; a key given as undefined is forgotten. */
export function note(changes) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...readNotes(), ...changes }, null, 2)}\n`);
}
