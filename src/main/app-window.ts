import { app, type BrowserWindow } from 'electron';

export interface AppWindowOptions {
  make: () => BrowserWindow;
  /** Fills it with its page. */
  load: (window: BrowserWindow) => Promise<void>;
  isQuitting: () => boolean;
  /** Resolves when no work is running that must not be cut off. */
  idle: () => Promise<void>;
  /** Whether the app goes on without the window; it may ask the person, in the window that is about to close. */
  staysOpen: (window: BrowserWindow) => Promise<boolean>;
  closed: () => void;
}

/** The main window: made when it is wanted, and let go when it is closed, so that watching takes no page's memory. */
export class AppWindow {
  private window: BrowserWindow | undefined;
  private deciding = false;

  constructor(private readonly options: AppWindowOptions) {}

  current(): BrowserWindow | undefined {
    return this.window;
  }

  /** Brings it to the front, and opens it where there is none. */
  async show(): Promise<void> {
    if (this.window === undefined) return this.open();
    if (this.window.isMinimized()) this.window.restore();
    this.window.show();
    this.window.focus();
  }

  private async open(): Promise<void> {
    // macOS shows the app among the running ones again; elsewhere there is no dock.
    void app.dock?.show();
    const window = this.options.make();
    this.window = window;
    window.on('close', (event) => {
      if (this.options.isQuitting()) return;
      event.preventDefault();
      void this.close(window);
    });
    window.once('closed', () => {
      this.window = undefined;
      this.options.closed();
    });
    await this.options.load(window);
  }

  private async close(window: BrowserWindow): Promise<void> {
    if (this.deciding) return;
    this.deciding = true;
    try {
      await this.options.idle();
      if (await this.options.staysOpen(window)) {
        app.dock?.hide();
        if (!window.isDestroyed()) window.destroy();
      } else {
        app.quit();
      }
    } finally {
      this.deciding = false;
    }
  }
}
