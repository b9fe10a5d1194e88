import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run, RunResult } from '../system/run';
import { type Holder, holderOf } from './held-file';
import { pemBlocks } from './pem-blocks';

/** Milliseconds for one call of certutil; it answers in some 10 ms, so longer means that it waits for something. */
const callMs = 15_000;

export type CertutilProblem =
  | { kind: 'missing' }
  | { kind: 'timed-out' }
  /** A primary password protects the database. */
  | { kind: 'locked' }
  /** Another program keeps the database to itself, and did so for some seconds. */
  | { kind: 'busy'; holder: Holder }
  | { kind: 'failed'; said: string };

/** Carries what certutil did wrong from a call to the store that turns it into an outcome. */
export class CertutilError extends Error {
  constructor(readonly problem: CertutilProblem) {
    super(`certutil: ${problem.kind}`);
  }
}

/** One certificate of a database. */
export interface NssEntry {
  nickname: string;
  fingerprint256: string;
  /** Trust flags as `certutil -t` takes them: SSL, S/MIME, object signing. "C" in the first makes servers' certificates trusted. */
  flags: string;
}

/** An entry with its certificate, as needed to put it back. */
export interface WholeEntry extends NssEntry {
  der: Uint8Array;
}

// certutil pads the nickname to 60 columns; a longer one is followed by a single space.
const listLine = /^(.*\S)\s+([A-Za-z]*,[A-Za-z]*,[A-Za-z]*)\s*$/;

/** NSS's words for the flags, as its pretty-printer writes them (nss/cmd/lib/secutil.c, printflags). */
const flagWords: Record<string, string> = {
  'Terminal Record': 'p',
  Trusted: 'P',
  'Valid CA': 'c',
  'Trusted CA': 'C',
  'Trusted Client CA': 'T',
};

const flagColumns = ['SSL Flags:', 'Email Flags:', 'Object Signing Flags:'];

/** Reads "Fingerprint (SHA-256)" and the trust flags of each certificate out of what `certutil -L -n` prints. */
function parsePretty(text: string): { fingerprint256: string; flags: string }[] {
  const found: { fingerprint256: string; flags: string[] }[] = [];
  const lines = text.split('\n').map((line) => line.trim());
  let column = -1;
  lines.forEach((line, index) => {
    if (line === 'Fingerprint (SHA-256):') {
      const hex = (lines[index + 1] ?? '').replaceAll(':', '').toLowerCase();
      found.push({ fingerprint256: hex, flags: ['', '', ''] });
      column = -1;
    } else if (flagColumns.includes(line)) {
      column = flagColumns.indexOf(line);
    } else if (line === '') {
      column = -1;
    } else if (column >= 0) {
      const current = found[found.length - 1];
      if (current !== undefined) current.flags[column] += flagWords[line] ?? '';
    }
  });
  return found.map(({ fingerprint256, flags }) => ({ fingerprint256, flags: tidy(flags) }));
}

/** "C" says all that "c" does, and "P" all that "p" does; certutil itself lists them so. */
function tidy(flags: string[]): string {
  return flags
    .map((column) =>
      [...column]
        .filter((flag) => !(flag === 'c' && column.includes('C')) && !(flag === 'p' && column.includes('P')))
        .join(''),
    )
    .join(',');
}

/** A nickname with a colon is listed, and looked up, with its token before it; for adding, it goes without. */
const tokenPrefix = 'NSS Certificate DB:';

/** The few calls of NSS's certutil that a store needs, on one database folder. Every method throws `CertutilError`. */
export class Certutil {
  constructor(
    private readonly run: Run,
    /** The program: a name on PATH, or an absolute path. */
    private readonly program: string,
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    /** The primary password; without it, an empty one is given. */
    private readonly password?: Buffer,
  ) {}

  /** The same, with the database's primary password; `forget` wipes it. */
  withPassword(password: Buffer): Certutil {
    return new Certutil(this.run, this.program, this.folder, this.env, password);
  }

  /** Wipes the password; what is called afterwards goes without one. */
  forget(): void {
    this.password?.fill(0);
  }

  /** Asks for a list to learn whether certutil can be started; what it answers does not matter, and nothing is created. */
  async mustBeThere(): Promise<void> {
    await this.call(['-L']);
  }

  /** The nicknames of the database, each once. */
  async nicknames(): Promise<string[]> {
    return [...new Set((await this.listed()).map(({ nickname }) => nickname))];
  }

  /** The nicknames of the database with the flags that the list shows, one an entry. */
  async listed(): Promise<{ nickname: string; flags: string }[]> {
    const { stdout } = await this.must(['-L']);
    return stdout.split('\n').flatMap((line) => {
      const [, nickname, flags] = listLine.exec(line) ?? [];
      return nickname === undefined || flags === undefined ? [] : [{ nickname, flags }];
    });
  }

  /**
   * Every certificate that a nickname leads to. NSS looks a nickname up by its subject, so this also gives certificates that
   * have the same subject and another nickname; the one that carries the nickname comes first (seen with NSS 3.87).
   */
  async byNickname(nickname: string): Promise<NssEntry[]> {
    const pretty = await this.call(['-L', '-n', nickname]);
    return pretty.code === 0 ? parsePretty(pretty.stdout).map((entry) => ({ nickname, ...entry })) : [];
  }

  /** The same, with the certificates themselves. */
  async wholeByNickname(nickname: string): Promise<WholeEntry[]> {
    const entries = await this.byNickname(nickname);
    const pem = await this.must(['-L', '-a', '-n', nickname]);
    const ders = new Map(pemBlocks(pem.stdout).map((block) => [block.fingerprint256, block.der]));
    return entries.flatMap((entry) => {
      const der = ders.get(entry.fingerprint256);
      return der === undefined ? [] : [{ ...entry, der }];
    });
  }

  /** Makes an empty database. Where a `key4.db` lies already it would ask for a password, again and again (seen with NSS 3.87). */
  async create(): Promise<void> {
    await this.must(['-N', '--empty-password']);
  }

  /**
   * Whether a primary password protects the database. Listing keys logs in; without it, adding a certificate would store it
   * and fail only at its trust flags (seen with NSS 3.87).
   */
  async locked(): Promise<boolean> {
    const result = await this.call(['-K', ...noPassword]);
    return /SEC_ERROR_BAD_PASSWORD|SEC_ERROR_TOKEN_NOT_LOGGED_IN/.test(result.stderr);
  }

  /** Whether this password opens the database; one that does not, or that could not be tried, is wiped. */
  async opens(): Promise<boolean> {
    let opened = false;
    try {
      opened = !(await this.locked());
      return opened;
    } finally {
      if (!opened) this.forget();
    }
  }

  async add(nickname: string, flags: string, pem: string): Promise<void> {
    const name = nickname.startsWith(tokenPrefix) ? nickname.slice(tokenPrefix.length) : nickname;
    if (this.password === undefined) {
      await this.must(['-A', '-a', '-t', flags, '-n', name, ...noPassword], pem);
      return;
    }
    // Standard input brings the password then, so the certificate, which is public, comes from a file.
    const folder = await mkdtemp(join(tmpdir(), 'sealwax-root-'));
    try {
      const file = join(folder, 'root.pem');
      await writeFile(file, pem);
      await this.must(['-A', '-a', '-t', flags, '-n', name, '-i', file, ...noPassword]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Deletes one certificate that the nickname leads to; which one, when there are several, is up to NSS. */
  async deleteOne(nickname: string): Promise<void> {
    await this.must(['-D', '-n', nickname, ...noPassword]);
  }

  private async call(args: readonly string[], input?: string): Promise<RunResult> {
    const [command = '', ...rest] = args;
    const whole = [command, '-d', `sql:${this.folder}`, ...rest];
    const options = { timeoutMs: callMs, env: this.env };
    const result =
      this.password !== undefined && args.includes(noPassword[0])
        ? await this.callWithPassword(whole, this.password)
        : await this.run(this.program, whole, { ...options, ...(input === undefined ? {} : { input }) });
    if (result.missing) throw new CertutilError({ kind: 'missing' });
    if (result.timedOut) throw new CertutilError({ kind: 'timed-out' });
    return result;
  }

  /**
   * The password goes through a pipe: never an argument, a variable or a file on disk. certutil opens the name of its standard
   * input, which for the socket that a child of Node has does not work; the shell's pipe does (seen with NSS 3.87).
   */
  private async callWithPassword(args: readonly string[], password: Buffer): Promise<RunResult> {
    const piped = args.map((word) => (word === noPassword[1] ? '/dev/stdin' : word));
    const result = await this.run('/bin/sh', ['-c', 'cat | exec "$@"', 'sh', this.program, ...piped], {
      timeoutMs: callMs,
      env: this.env,
      input: password,
    });
    // 127: the shell did not find the program (POSIX, Shell Command Language, 2.8.2).
    return result.code === 127 ? { ...result, missing: true } : result;
  }

  /** A call that has to end well; while another program keeps the database to itself, it is tried once more. */
  private async must(args: readonly string[], input?: string): Promise<RunResult> {
    let last: CertutilProblem = { kind: 'failed', said: 'certutil did not run' };
    for (let tries = 0; tries < triesWhileBusy; tries += 1) {
      const result = await this.call(args, input);
      if (result.code === 0) return result;
      last = problemOf(result);
      if (!busyWords.test(result.stderr)) break;
      // Without a holder it may have been let go since: what the second try says is true.
      const holder = await holderOf(join(this.folder, 'cert9.db'));
      if (holder !== undefined) last = { kind: 'busy', holder };
    }
    throw new CertutilError(last);
  }
}

/** What NSS 3.87 says of a database that it cannot read, or cannot write, after it waited a second or two for its lock. */
const busyWords = /SEC_ERROR_BAD_DATABASE|SEC_ERROR_PKCS11_GENERAL_ERROR|SEC_ERROR_READ_ONLY/;
const triesWhileBusy = 2;

function problemOf({ stderr, code }: RunResult): CertutilProblem {
  if (stderr.includes('SEC_ERROR_BAD_PASSWORD')) return { kind: 'locked' };
  const said = stderr
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('certutil:'))
    .pop();
  return { kind: 'failed', said: said ?? `certutil ended with code ${code}` };
}

/** An empty password from a file, so that certutil never turns to a terminal. */
const noPassword = ['-f', '/dev/null'] as const;
