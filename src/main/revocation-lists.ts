import type { LifecycleServices } from '../core/lifecycle-services';

/** Lists count for a month, and the last third of it begins on no special minute (milliseconds). */
const intervalMs = 10 * 60_000;

/**
 * Keeps the revocation lists of this machine: renews them in time where that takes no person, and serves those that are switched
 * on. `changed` is told when either came to something. Nothing here throws; what is not done shows on the authorities' page.
 */
export function keepRevocationLists(
  { revocations, crlPublisher }: Pick<LifecycleServices, 'revocations' | 'crlPublisher'>,
  changed: () => void,
): { look: () => Promise<void>; stop: () => Promise<void> } {
  const look = async () => {
    const { renewed } = await revocations.renewDue();
    if ((await crlPublisher.sync()) || renewed.length > 0) changed();
  };
  const quietly = () => look().catch(() => undefined);
  const timer = setInterval(() => void quietly(), intervalMs);
  void quietly();
  return {
    look: quietly,
    stop: () => {
      clearInterval(timer);
      return crlPublisher.stop();
    },
  };
}
