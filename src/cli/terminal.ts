import { createInterface } from 'node:readline';

/** The person pressed Ctrl-C at a question. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/**
 * Asks on standard error, so that standard output holds results only; the answer is a line of the terminal, which edits it
 * itself. Ctrl-D is an empty answer; Ctrl-C ends the program, as nothing is under way.
 */
export function askLine(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  return new Promise((resolve) => {
    reader.once('close', () => resolve(''));
    reader.question(question, (answer) => {
      resolve(answer);
      reader.close();
    });
  });
}

const enter = new Set([0x0a, 0x0d]);
const ctrlC = 0x03;
const ctrlD = 0x04;
const ctrlU = 0x15;
const erase = new Set([0x08, 0x7f]);

/** Bytes that a passphrase may have: more than anybody types. */
const longest = 1024;

/**
 * Reads a line without showing it. The bytes never become a string, so that the caller can wipe them. Null for Ctrl-D.
 * Throws `Interrupted` for Ctrl-C.
 */
export async function askSecret(question: string): Promise<Buffer | null> {
  const { stdin, stderr } = process;
  const typed = Buffer.alloc(longest);
  let length = 0;
  stdin.setRawMode(true);
  stdin.resume();
  // Once the question is there Ctrl-C must be ours to answer.
  stderr.write(question);
  try {
    return await new Promise<Buffer | null>((resolve, reject) => {
      const onData = (chunk: Buffer) => {
        for (const byte of chunk) {
          const end = take(byte);
          if (end !== undefined) {
            stdin.off('data', onData);
            chunk.fill(0);
            end();
            return;
          }
        }
        chunk.fill(0);
      };
      const take = (byte: number): (() => void) | undefined => {
        if (enter.has(byte)) return () => resolve(Buffer.from(typed.subarray(0, length)));
        if (byte === ctrlC) return () => reject(new Interrupted());
        if (byte === ctrlD && length === 0) return () => resolve(null);
        if (byte === ctrlU) length = 0;
        else if (erase.has(byte)) length = withoutLast(typed, length);
        else if (byte >= 0x20 && length < longest) {
          typed[length] = byte;
          length += 1;
        }
        return undefined;
      };
      stdin.on('data', onData);
    });
  } finally {
    typed.fill(0);
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}

/** The length without the last character: UTF-8 continuation bytes begin with 10. */
function withoutLast(bytes: Buffer, length: number): number {
  let end = length;
  while (end > 0) {
    end -= 1;
    if (((bytes[end] ?? 0) & 0xc0) !== 0x80) break;
  }
  return end;
}
