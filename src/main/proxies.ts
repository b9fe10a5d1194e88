import { app } from 'electron';
import type { LifecycleServices } from '../core/lifecycle-services';
import type { ProxyView } from '../ipc/proxy-schemas';

/** What requests in flight get when the app quits (milliseconds). */
const graceMs = 1_000;

/**
 * Runs what ran before, also at a start without a window, and ends it in order when the app quits: nothing new is taken, and what is
 * in flight may finish. `changed` hears of each change; what it gives back tells whether anything runs.
 */
export class ProxyKeeper {
  private running = false;
  private ended = false;

  changed(proxies: readonly ProxyView[]): void {
    this.running = proxies.some(({ state }) => state !== 'stopped');
  }

  start({ proxies }: Pick<LifecycleServices, 'proxies'>): void {
    proxies.resume().then(
      (all) => this.changed(all),
      (error: unknown) => {
        process.stderr.write(`sealwax: proxies: ${error instanceof Error ? error.message : 'could not be started'}\n`);
      },
    );
    app.on('will-quit', (event) => {
      if (this.ended || !this.running) return;
      event.preventDefault();
      this.ended = true;
      void proxies
        .close(graceMs)
        .catch(() => undefined)
        .finally(() => app.quit());
    });
  }
}
