import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestSession } from './session';

export interface ShownNotification {
  id: number;
  title: string;
  body: string;
  /** Pairs of a key and a label; a click on the notification itself is the key "default". */
  actions: string[];
}

export interface MenuEntry {
  id: number;
  label: string;
  separator: boolean;
  enabled: boolean;
}

export interface TrayItem {
  tooltip: string;
  /** The pixels of each size, as hex digits. */
  pixels: string[];
}

/** Debian's Python has the bindings to the bus; another one on the path may not. */
export const debianPython = '/usr/bin/python3';

/** A notification server and a tray on a session's bus, as a desktop has them. */
export class DesktopServices {
  readonly notifications: ShownNotification[] = [];
  /** How often a status icon was registered. */
  items = 0;
  private readonly answers: ((line: { value?: unknown; error?: string }) => void)[] = [];
  private waiting: (() => void)[] = [];

  private constructor(private readonly child: ChildProcess) {}

  /** Call it in `prepare`, so that they are there before the app; they end with the session. */
  static async start(session: TestSession): Promise<DesktopServices> {
    const child = spawn(debianPython, [join(__dirname, 'desktop-services.py')], {
      env: session.env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    session.children.push(child);
    const services = new DesktopServices(child);
    await new Promise<void>((ready, failed) => {
      child.once('exit', (code) => failed(new Error(`the services of the desktop ended with ${code}`)));
      createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
        services.heard(JSON.parse(line), ready),
      );
    });
    return services;
  }

  /** The notification of this number, counted from the first; waits for it. */
  async notification(index: number): Promise<ShownNotification> {
    await this.until(() => this.notifications.length > index);
    return this.notifications[index] as ShownNotification;
  }

  /** Waits until the app has put its icon into the tray, for the so many-th time. */
  itemRegistered = (times = 1): Promise<void> => this.until(() => this.items >= times);

  /** A click on a notification, or on one of its buttons. */
  press = (id: number, action = 'default') => this.ask<null>({ do: 'press', id, action });
  item = () => this.ask<TrayItem>({ do: 'item' });
  menu = () => this.ask<MenuEntry[]>({ do: 'menu' });
  /** Clicks the one entry of the tray's menu that begins so. */
  click = (label: string) => this.ask<null>({ do: 'click', label });
  /** Clicks the icon itself. */
  activate = () => this.ask<null>({ do: 'activate' });

  private async ask<T>(command: object): Promise<T> {
    const answer = new Promise<{ value?: unknown; error?: string }>((resolve) => this.answers.push(resolve));
    this.child.stdin?.write(`${JSON.stringify(command)}\n`);
    const { value, error } = await answer;
    if (error !== undefined) throw new Error(error);
    return value as T;
  }

  private async until(reached: () => boolean): Promise<void> {
    while (!reached()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private heard(line: { kind: string } & Record<string, unknown>, ready: () => void): void {
    if (line.kind === 'ready') ready();
    if (line.kind === 'notification') this.notifications.push(line as unknown as ShownNotification);
    if (line.kind === 'item') this.items += 1;
    if (line.kind === 'answer') this.answers.shift()?.(line as { value?: unknown; error?: string });
    for (const wake of this.waiting.splice(0)) wake();
  }
}
