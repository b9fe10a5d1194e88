import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { Subject } from '../core/reminders/subjects';
import type { TrayView, WorstState } from '../core/reminders/tray-view';
import type { ProxyView } from '../ipc/proxy-schemas';
import { keyLogWarning, type ProxyActions, proxyItems } from './tray-proxies';

export interface TrayActions extends ProxyActions {
  show: (subject: Subject) => void;
  newCertificate: () => void;
  lock: () => void;
  open: () => void;
  quit: () => void;
}

export interface AppTrayOptions {
  /** The folder of the tray's pictures. */
  pictures: string;
  platform: NodeJS.Platform;
  /** Whether the desktop shows status icons now; it may begin to after the app started. */
  hasHost: () => Promise<boolean>;
  actions: TrayActions;
}

/** How often a desktop is asked whether it still shows status icons (milliseconds). */
const askAgainMs = 60_000;

/** The icon in the tray or menu bar, with the worst state and a menu. */
export class AppTray {
  private tray: Tray | undefined;
  private hadHost = false;
  private hostAskedAt = Number.NEGATIVE_INFINITY;
  private shown = '';
  private proxies: readonly ProxyView[] = [];
  private view: TrayView | undefined;

  constructor(private readonly options: AppTrayOptions) {}

  /** Whether a person can find the app there. */
  hasHost(): Promise<boolean> {
    return this.options.hasHost();
  }

  /** Shows how the proxies stand, with what can be done with each. */
  async showProxies(proxies: readonly ProxyView[]): Promise<void> {
    // What is told again and again is mostly the same.
    if (JSON.stringify(proxies) === JSON.stringify(this.proxies)) return;
    this.proxies = proxies;
    if (this.view !== undefined) await this.refresh(this.view);
  }

  /** Shows this state. An icon that was made before the desktop had a tray is made anew: it would stay invisible. */
  async refresh(view: TrayView): Promise<void> {
    this.view = view;
    const hasHost = await this.hostNow();
    const stale = hasHost && !this.hadHost;
    this.hadHost = hasHost;
    if (this.tray !== undefined && stale) this.remove();
    const warning = keyLogWarning(this.proxies);
    const key = JSON.stringify([view, this.proxies]);
    if (this.tray !== undefined && this.shown === key) return;
    this.shown = key;
    const image = this.image(view.state);
    const { platform, actions } = this.options;
    if (this.tray === undefined) {
      this.tray = new Tray(image);
      // On macOS a click opens the menu by itself.
      if (platform !== 'darwin') this.tray.on('click', actions.open);
    } else {
      this.tray.setImage(image);
    }
    this.tray.setToolTip(warning === undefined ? view.tooltip : `${view.tooltip} ${warning}.`);
    this.tray.setContextMenu(Menu.buildFromTemplate(menuItems(view, this.proxies, actions)));
  }

  /** Asking starts a program, so a tray that was there a while ago counts as there; one that was not is asked for again. */
  private async hostNow(): Promise<boolean> {
    const now = performance.now();
    if (this.hadHost && this.tray !== undefined && now - this.hostAskedAt < askAgainMs) return true;
    this.hostAskedAt = now;
    return this.options.hasHost();
  }

  remove(): void {
    this.tray?.destroy();
    this.tray = undefined;
  }

  private image(state: WorstState) {
    // macOS paints a template in the colour of its menu bar; the others show the picture as it is.
    const suffix = this.options.platform === 'darwin' ? 'Template' : '';
    return nativeImage.createFromPath(join(this.options.pictures, `tray-${state}${suffix}.png`));
  }
}

/** A label is text: an ampersand of a name must not become a shortcut. */
const label = (text: string) => text.replaceAll('&', '&&');

function menuItems(
  { tooltip, next }: TrayView,
  proxies: readonly ProxyView[],
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  return [
    { label: label(tooltip), enabled: false },
    ...(next.length === 0 ? [] : [{ type: 'separator' } as const]),
    ...next.map((each) => ({ label: label(each.label), click: () => actions.show(each.subject) })),
    ...proxyItems(proxies, actions, label),
    { type: 'separator' },
    { label: 'New Certificate…', click: actions.newCertificate },
    { label: 'Lock All Keys', click: actions.lock },
    { type: 'separator' },
    { label: 'Open Sealwax', click: actions.open },
    { label: 'Quit Sealwax', click: actions.quit },
  ];
}
