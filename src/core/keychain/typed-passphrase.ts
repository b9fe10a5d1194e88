import type { AskPassphrase, PassphraseRequest } from './root-keys';

/**
 * Asks, and gives back what was typed once the check took it; undefined when the person said no. The caller wipes it. For work
 * that may itself ask for something, and therefore cannot be done while the question is open.
 */
export async function typedPassphrase(
  ask: AskPassphrase,
  request: PassphraseRequest,
  check: (passphrase: Buffer) => void | Promise<void> = () => undefined,
): Promise<Buffer | undefined> {
  let typed: Buffer | undefined;
  const answer = await ask(request, async (passphrase) => {
    await check(passphrase);
    // The asker wipes its own buffer.
    typed = Buffer.from(passphrase);
  });
  return answer === 'answered' ? typed : undefined;
}
