import { app, type BrowserWindow, dialog } from 'electron';
import type { LifecycleServices } from '../core/lifecycle-services';
import type { ProxyView } from '../ipc/proxy-schemas';

/** What requests in flight get when the app quits (milliseconds). */
const graceMs = 1_000;

/**
 * Runs what ran before, also at a start without a window, and ends it in order when the app quits: nothing new is taken, and what is
 * in flight may finish.
 */
export class ProxyKeeper {
  private running = 0;
  private ended = false;

  /** Hears of each change. */
  changed(proxies: readonly ProxyView[]): void {
    this.running = proxies.filter(({ state }) => ['starting', 'running', 'paused'].includes(state)).length;
  }

  /** Begins; `changed` must hear of what comes of it already. */
  start({ proxies }: Pick<LifecycleServices, 'proxies'>): void {
    proxies.resume().catch((error: unknown) => {
      process.stderr.write(`sealwax: proxies: ${error instanceof Error ? error.message : 'could not be started'}\n`);
    });
    app.on('will-quit', (event) => {
      if (this.ended || this.running === 0) return;
      event.preventDefault();
      this.ended = true;
      void proxies
        .close(graceMs)
        .catch(() => undefined)
        .finally(() => app.quit());
    });
  }

  /** Asks, where the app would end with its window, whether it shall while proxies run. False at once when none does. */
  async keepsRunning(window: BrowserWindow): Promise<boolean> {
    if (this.running === 0) return false;
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: this.running === 1 ? 'A proxy is running' : `${this.running} proxies are running`,
      detail:
        'They end with Sealwax. It can keep running without its window; start it again to see the window, and its proxies, again.',
      buttons: ['Keep Running', 'Quit Sealwax'],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    return response === 0;
  }
}
