import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keychain } from '../../src/core/keychain/keychain';
import type { AskPassphrase, PassphraseRequest } from '../../src/core/keychain/root-keys';
import { createServices, type Services } from '../../src/core/services';
import { run } from '../../src/core/system/run';
import type { CreateAuthority } from '../../src/ipc/authority-schemas';
import type { KeyState } from '../../src/ipc/schemas';
import { memoryKeychain } from './memory-keychain';

export const goodPassphrase = 'a passphrase for these tests';
export const limits: CreateAuthority['limits'] = { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8'] };

export interface TestMachine {
  home: string;
  dir: string;
  services: Services;
  keychain: Keychain;
  ask: AskPassphrase;
  /** What is in its keychain, by account. */
  entries: Map<string, string>;
  /** The accounts that were read, in order. */
  reads: string[];
  asked: PassphraseRequest[];
  keyStates: KeyState[];
  /** What the person types next, in order; then the good passphrase. An error is thrown instead; null means they said no. */
  answers: (string | Error | null)[];
  /** Moves its clock. */
  clock: { now: Date };
  make(request?: Partial<CreateAuthority>): ReturnType<Services['authorities']['create']>;
  /** The same folder and keychain in a new process, as far as core can tell. */
  restart(): Promise<void>;
}

/** A machine of its own: a home, a data folder, a keychain in memory, and a person who types. */
export async function testMachine(env: NodeJS.ProcessEnv = {}): Promise<TestMachine> {
  const home = await mkdtemp(join(tmpdir(), 'sealwax-machine-'));
  const { keychain, entries, reads } = memoryKeychain();
  const machine: TestMachine = {
    home,
    dir: join(home, 'data'),
    services: undefined as unknown as Services,
    keychain,
    ask: async (request, check) => {
      machine.asked.push(request);
      const answer = machine.answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer === null) return 'cancelled';
      await check(Buffer.from(answer ?? goodPassphrase));
      return 'answered';
    },
    entries,
    reads,
    asked: [],
    keyStates: [],
    answers: [],
    clock: { now: new Date() },
    make: (request = {}) => {
      // One after the other, also where the test's clock stands still.
      machine.clock.now = new Date(machine.clock.now.getTime() + 1000);
      const asked = { name: 'Test CA', limits, keep: 'keychain' as const, ...request };
      return machine.services.authorities.create(asked, () => undefined);
    },
    restart: async () => {
      machine.services = await createServices({
        dir: machine.dir,
        platform: 'linux',
        env: { PATH: process.env.PATH, ...env },
        home,
        who: 'window',
        run,
        keychain,
        ask: machine.ask,
        now: () => machine.clock.now,
        random: randomBytes,
        keyChanged: (state) => machine.keyStates.push(state),
      });
    },
  };
  await machine.restart();
  return machine;
}
