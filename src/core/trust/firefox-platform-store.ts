import { enterpriseRootsOf } from './firefox-preference';
import type {
  RootCertificate,
  StoreAction,
  StoreChange,
  StoreEntry,
  StoreOutcome,
  StoreStatus,
  TrustStore,
} from './trust-store';

export interface FirefoxPlatformOptions {
  id: string;
  label: string;
  /** The profile's folder. */
  profile: string;
  /** The store of the platform that Firefox reads, e.g. the login keychain. */
  platform: TrustStore;
  /** The profile's own database, for a profile that does not read the platform's store; Windows has no tool for it. */
  own?: TrustStore;
}

const preference = 'security.enterprise_roots.enabled';

/**
 * A Firefox profile on macOS or Windows. Firefox 120 and later take the roots that a person added to the platform's store
 * (support.mozilla.org, "Automatically trust third-party certificates"), so such a profile follows that store and is left alone.
 * One whose preference is switched off is changed in its own database where there is a tool for it, and says how to switch it on.
 */
export class FirefoxPlatformStore implements TrustStore {
  readonly kind = 'nss';
  readonly privileged = false;
  readonly id: string;
  readonly label: string;
  readonly location: string;

  constructor(private readonly options: FirefoxPlatformOptions) {
    this.id = options.id;
    this.label = options.label;
    this.location = options.profile;
  }

  async status(root: RootCertificate): Promise<StoreStatus> {
    const { platform, own } = this.options;
    if (await this.follows()) {
      const { state } = await platform.status(root);
      return { state, follows: platform.id, message: this.followWords() };
    }
    if (own === undefined) return { state: 'absent', ...this.switchedOff() };
    const status = await own.status(root);
    return { ...status, note: status.note ?? this.switchedOff().message };
  }

  /** What the platform's store holds is listed with it. */
  async entries(): Promise<StoreEntry[]> {
    const { own } = this.options;
    return (await this.follows()) ? [] : ((await own?.entries?.()) ?? []);
  }

  change(root: RootCertificate, action: StoreAction): StoreChange {
    const { own } = this.options;
    if (own === undefined) return { description: this.switchedOff().hint, commands: [] };
    const { description, commands } = own.change(root, action);
    return { description: `Only where ${preference} is off: ${description}`, commands };
  }

  async install(root: RootCertificate): Promise<StoreOutcome> {
    const { own } = this.options;
    if (await this.follows()) return { outcome: 'already', message: this.followWords() };
    return own === undefined ? { outcome: 'not-allowed', ...this.switchedOff() } : own.install(root);
  }

  async remove(root: RootCertificate): Promise<StoreOutcome> {
    const { own } = this.options;
    if (await this.follows()) return { outcome: 'already', message: this.followWords() };
    if (own === undefined) return { outcome: 'already', message: 'Sealwax puts nothing into this profile itself.' };
    return own.remove(root);
  }

  private async follows(): Promise<boolean> {
    return (await enterpriseRootsOf(this.options.profile)) !== 'off';
  }

  private followWords(): string {
    return `This profile takes the roots of ${this.options.platform.label}, so it is changed there.`;
  }

  private switchedOff(): { message: string; hint: string } {
    const { platform } = this.options;
    return {
      message: `This profile does not take the roots of ${platform.label}: ${preference} is off.`,
      hint: `In this Firefox open about:config, set ${preference} to true, and restart it.`,
    };
  }
}
