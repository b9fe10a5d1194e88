import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { PhonePage as PhonePageState } from '../../ipc/trust-schemas';
import type { Authorities } from '../authority/authorities';
import { AppError } from '../errors';
import { viewCertificate } from '../pki/certificate-view';
import { describeLimits, isPermitted } from '../pki/limits';
import { issueProbe, type ProbeIssuer } from '../trust/probe-certificate';
import { type PhoneServer, startPhoneServer, type Visit } from './phone-server';
import { qrModules } from './qr';

/** The page ends by itself: it is for the minutes in which a person holds the phone (milliseconds). */
const openMs = 15 * 60_000;

/** Visits that are kept. */
const visitLimit = 50;

export interface PhonePageOptions extends ProbeIssuer {
  authorities: Authorities;
  changed: (state: PhonePageState) => void;
  /** Where a phone can reach this machine; its addresses in the local network unless told. */
  addresses?: () => string[];
}

interface Running {
  server: PhoneServer;
  authorityId: string;
  until: Date;
  timer: NodeJS.Timeout;
}

/** A page on the LAN that hands out the public root, and nothing else, while its owner wants it. */
export class PhonePage {
  private running: Running | undefined;
  private visits: PhonePageState['visits'] = [];
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: PhonePageOptions) {}

  state(): PhonePageState {
    const { running, visits } = this;
    if (running === undefined) return { running: false, urls: [], qr: [], visits };
    const { urls } = running.server;
    return {
      running: true,
      authorityId: running.authorityId,
      urls,
      qr: urls[0] === undefined ? [] : qrModules(urls[0]),
      visits,
      until: running.until.toISOString(),
    };
  }

  /**
   * Starts the page for a root, the default one unless told; one that was open ends. Throws `no-authority`, `authority-damaged`,
   * what opening the key throws (the check needs a certificate), and `not-found` when this machine has no network address.
   */
  start(authorityId?: string): Promise<PhonePageState> {
    return this.inTurn(async () => {
      await this.end();
      this.visits = [];
      this.running = await this.open(authorityId);
      return this.tell();
    });
  }

  /** Ends the page; one that is not open stays so. */
  stop(): Promise<PhonePageState> {
    return this.inTurn(async () => {
      await this.end();
      return this.tell();
    });
  }

  private async open(authorityId: string | undefined): Promise<Running> {
    const { authorities, now, random, addresses: find = () => lanAddresses(networkInterfaces()) } = this.options;
    const { summary } = await authorities.get(authorityId);
    const root = viewCertificate((await authorities.rootCertificate(summary.id)).pem);
    const addresses = find();
    if (addresses.length === 0) {
      throw new AppError('not-found', 'This machine is in no network, so no phone can reach it.', {
        hint: 'Connect it to the Wi-Fi that the phone uses, and start the page again.',
      });
    }
    const server = await startPhoneServer({
      root,
      name: summary.name,
      limits: summary.limits.kind === 'none' ? undefined : describeLimits(summary.limits),
      path: random(5).toString('hex'),
      addresses,
      certificateFor: async (address) => {
        const name = { type: 'ip', value: address, display: address } as const;
        return isPermitted(name, summary.limits) ? issueProbe(this.options, summary.id, name) : undefined;
      },
      nonce: () => random(16).toString('base64'),
      visited: (device, what) => this.visited(device, what),
    });
    const timer = setTimeout(() => void this.stop(), openMs);
    timer.unref();
    return { server, authorityId: summary.id, until: new Date(now().getTime() + openMs), timer };
  }

  private visited(device: string, what: Visit): void {
    this.visits = [{ at: this.options.now().toISOString(), device, what }, ...this.visits].slice(0, visitLimit);
    this.tell();
  }

  private tell(): PhonePageState {
    const state = this.state();
    this.options.changed(state);
    return state;
  }

  private async end(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    if (running === undefined) return;
    clearTimeout(running.timer);
    await running.server.close();
  }

  /** One start or stop at a time: two clicks would else leave a server that nobody can stop. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(work);
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}

/**
 * Where a phone in the same network reaches this machine: its private IPv4 addresses (RFC 1918), those of bridges of containers and
 * virtual machines last. Public addresses are left out: the page is for this room, and not for the internet.
 */
export function lanAddresses(
  interfaces: NodeJS.Dict<Pick<NetworkInterfaceInfo, 'address' | 'family' | 'internal'>[]>,
): string[] {
  const all = Object.entries(interfaces).flatMap(([name, found]) =>
    (found ?? [])
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && isPrivate(address))
      .map(({ address }) => ({
        address,
        virtual: /^(docker|br-|veth|virbr|vmnet|vboxnet|lxc|podman|tun|tap)/.test(name),
      })),
  );
  return [...all.filter(({ virtual }) => !virtual), ...all.filter(({ virtual }) => virtual)].map(
    ({ address }) => address,
  );
}

const isPrivate = (address: string) => /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
