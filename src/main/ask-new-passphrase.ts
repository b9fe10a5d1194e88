import type { AskPassphrase, PassphraseRequest } from '../core/keychain/root-keys';

/** Asks for a new passphrase, typed twice; undefined when the person said no. The caller wipes it. */
export async function askNewPassphrase(
  ask: AskPassphrase,
  request: Omit<PassphraseRequest, 'mode'>,
  check: (passphrase: Buffer) => void = () => undefined,
): Promise<Buffer | undefined> {
  let typed: Buffer | undefined;
  const answer = await ask({ ...request, mode: 'create' }, async (passphrase) => {
    check(passphrase);
    // The asker wipes its own buffer.
    typed = Buffer.from(passphrase);
  });
  return answer === 'answered' ? typed : undefined;
}
