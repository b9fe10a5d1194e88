import { basename } from 'node:path';
import type { Listening, ListeningReport } from '../../../ipc/inspect-schemas';
import { type CertificateView, viewCertificate } from '../../pki/certificate-view';
import { mapBounded } from '../../system/bounded';
import type { InspectServicesOptions } from '../inspect-services';
import { pathsOf } from '../judge/paths';
import { type KnownHere, readKnownHere } from '../known-here';
import { askReadably, oldestHello, tried, usualHello } from '../survey/ask';
import { Connection, type ConnectLimits } from '../wire/connection';
import type { Answered, Probing } from '../wire/probe';
import { starts } from '../wire/starttls';
import { startOf, Trouble } from '../wire/trouble';
import { type ListeningSocket, listeningSockets } from './listening-sockets';

/** On this machine an answer takes milliseconds; what does not come in this time does not come. */
const limits: ConnectLimits = { connectMs: 1_000, talkMs: 1_500, bytes: 256 * 1024 };
/** Servers that are asked side by side, and how many of them at all. */
const atOnce = 8;
const serversAtMost = 200;
/** How long a server may wait with a greeting of its own (milliseconds). */
const greetingMs = 300;

/** The servers that listen on this machine: what they speak, and whose certificate they serve. */
export class ListeningServers {
  constructor(private readonly options: InspectServicesOptions) {}

  async find(): Promise<ListeningReport> {
    const { platform, run, authorities, certificates, revocationStore } = this.options;
    const [{ sockets, note }, here] = await Promise.all([
      listeningSockets(platform, run),
      readKnownHere(authorities, certificates, revocationStore, platform),
    ]);
    const all = merged(sockets);
    const servers = await mapBounded(all.slice(0, serversAtMost), atOnce, (socket) => this.describe(socket, here));
    const unnamed = servers.filter(({ process }) => process === undefined).length;
    return {
      servers,
      notes: [
        ...(note === undefined ? [] : [note]),
        ...(all.length > serversAtMost ? [`${all.length} servers listen; the first ${serversAtMost} were asked.`] : []),
        ...(unnamed > 0 ? ['Programs of other accounts are listed without their names.'] : []),
      ],
    };
  }

  private async describe(socket: ListeningSocket, here: KnownHere): Promise<Listening> {
    const { address, port, pid, process, folder } = socket;
    const host = hostOf(address);
    const said = await speaks(host, port);
    const target = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    const chain = said.answered?.chain?.ders ?? [];
    const certificate = chain.length === 0 ? undefined : await this.certificateOf(chain, here);
    return {
      id: `tcp:${address}:${port}`,
      ...{ address, port, everywhere: !isLoopback(address), speaks: said.speaks },
      ...(pid === undefined ? {} : { pid }),
      ...(process === undefined ? {} : { process }),
      ...(folder === undefined ? {} : { folder: basename(folder) }),
      ...(said.start === undefined ? {} : { start: said.start }),
      ...(certificate === undefined ? {} : { certificate }),
      target: said.start === undefined ? target : `${said.start}://${target}`,
    };
  }

  private async certificateOf(ders: readonly Buffer[], here: KnownHere): Promise<Listening['certificate']> {
    const views: CertificateView[] = [];
    for (const der of ders) {
      try {
        views.push(viewCertificate(der));
      } catch {
        if (views.length === 0) return undefined;
      }
    }
    const [leaf] = views;
    if (leaf === undefined) return undefined;
    const now = this.options.now();
    const { origin } = await pathsOf(views, undefined, now, here.roots);
    const { certificateId } = here.here(leaf.fingerprint256);
    return {
      commonName: leaf.commonName,
      names: leaf.names.slice(0, 20).map(({ display }) => display),
      issuer: leaf.issuerCommonName || leaf.issuer,
      notAfter: leaf.notAfter.toISOString(),
      origin,
      ...(certificateId === undefined ? {} : { certificateId }),
      expired: now.getTime() >= leaf.notAfter.getTime() + 1000,
    };
  }
}

/** A server that listens on both kinds of addresses is one server. */
function merged(sockets: readonly ListeningSocket[]): ListeningSocket[] {
  const found = new Map<number, ListeningSocket>();
  const order = [...sockets].sort((one, other) => rank(one.address) - rank(other.address));
  for (const socket of order) {
    const known = found.get(socket.port);
    if (known === undefined) found.set(socket.port, socket);
    else if (known.pid === undefined && socket.pid !== undefined)
      found.set(socket.port, { ...socket, address: known.address });
  }
  return [...found.values()].sort((one, other) => one.port - other.port);
}

/** What says most comes first: every address, then loopback, then one of the others. */
const rank = (address: string): number => (address === '0.0.0.0' || address === '::' ? 0 : isLoopback(address) ? 1 : 2);
const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** How a client of this machine reaches it. */
const hostOf = (address: string): string =>
  ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(address) ? 'localhost' : address;

type Said = Pick<Listening, 'speaks' | 'start'> & { answered?: Answered };

/** Asks for TLS first; then waits for a greeting, and at last asks in HTTP. */
async function speaks(host: string, port: number): Promise<Said> {
  const target: Probing['target'] = { host, port, text: `${host}:${port}`, start: 'tls' };
  const named = { ...target, ...(host === 'localhost' ? { serverName: 'localhost' } : {}) };
  const ofPort = starts.find(({ ports }) => ports.includes(port))?.id;
  if (ofPort !== undefined) {
    const answered = await tried(askReadably({ target: { ...named, start: ofPort }, limits }, usualHello([])));
    if (!(answered instanceof Trouble) && answered.chain !== undefined)
      return { speaks: 'starttls', start: ofPort, answered };
  }
  const answered = await tried(askReadably({ target: named, limits }, usualHello([])));
  if (!(answered instanceof Trouble)) return tlsAnswer(answered, named);
  if (answered.code === 'plain-http') return { speaks: 'http' };
  if (answered.code === 'refused' || answered.code === 'timed-out' || answered.code === 'no-route')
    return { speaks: 'unknown' };
  return greetingOf(target);
}

async function tlsAnswer(answered: Answered, target: Probing['target']): Promise<Said> {
  if (answered.chain !== undefined) return { speaks: 'tls', answered };
  if (answered.alert !== undefined || answered.hello !== undefined) {
    const older = await tried(askReadably({ target, limits }, oldestHello()));
    return { speaks: 'tls', ...(older instanceof Trouble ? {} : { answered: older }) };
  }
  return greetingOf(target);
}

/** A server that hung up on TLS, or waits: one that greets is known by its greeting; the others are asked in HTTP. */
async function greetingOf(target: Probing['target']): Promise<Said> {
  const heard = await heardFrom(target, undefined);
  const start = startOf(heard)?.scheme;
  const known = starts.find(({ id }) => id === start);
  if (known !== undefined) return { speaks: 'starttls', start: known.id };
  if (heard !== '') return { speaks: 'other' };
  const answer = await heardFrom(target, 'HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  if (answer.startsWith('HTTP/')) return { speaks: 'http' };
  return { speaks: answer === '' ? 'silent' : 'other' };
}

/** The first words of a server; empty when it says nothing in time. */
async function heardFrom(target: Probing['target'], asked: string | undefined): Promise<string> {
  const wait = asked === undefined ? { ...limits, talkMs: greetingMs } : limits;
  const connection = await tried(Connection.open(target, wait));
  if (connection instanceof Trouble) return '';
  try {
    if (asked !== undefined) connection.write(Buffer.from(asked, 'ascii'));
    const bytes = await tried(connection.read());
    return bytes instanceof Trouble || bytes === undefined ? '' : bytes.toString('latin1').slice(0, 1000);
  } finally {
    connection.close();
  }
}
