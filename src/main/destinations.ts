import type { Destination } from '../ipc/reminders-schemas';

export interface DestinationsOptions {
  /** Tells the window. */
  tell: (destination: Destination) => void;
  /** Brings the window to the front, and opens it where there is none. */
  showWindow: () => Promise<void>;
}

/** Sends the window somewhere, also one that is not open yet: where to go is kept until its page asks. */
export class Destinations {
  private waiting: Destination | null = null;
  private listens = false;

  constructor(private readonly options: DestinationsOptions) {}

  async go(destination: Destination): Promise<void> {
    if (this.listens) this.options.tell(destination);
    else this.waiting = destination;
    await this.options.showWindow();
  }

  /** The page asks, and listens from now on. */
  take(): Destination | null {
    this.listens = true;
    const taken = this.waiting;
    this.waiting = null;
    return taken;
  }

  /** The window is gone, and its page with it. */
  windowClosed(): void {
    this.listens = false;
  }
}
