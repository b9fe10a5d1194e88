import { AppError } from '../../core/errors';
import type { KindReport, MkcertTrust, StoreKind } from '../../core/mkcert/install';
import type { RootCertificate } from '../../core/trust/trust-store';
import type { Outcome } from '../../ipc/schemas';
import { nssBrowsers } from './messages';

export interface TrustWork {
  trust: MkcertTrust;
  root: RootCertificate;
  enabled: ReadonlySet<StoreKind>;
  platform: NodeJS.Platform;
  say: (text: string) => void;
}

interface Words {
  installed: string;
  already: string;
  note: string;
  missing: (action: string) => string;
}

function wordsOf(platform: NodeJS.Platform): Record<StoreKind, Words> {
  const browsers = nssBrowsers(platform);
  return {
    system: {
      installed: 'The local CA is now installed in the system trust store! ⚡️\n',
      already: 'The local CA is already installed in the system trust store! 👍\n',
      note: 'Note: the local CA is not installed in the system trust store.\n',
      missing: () => 'Installing to the system store is not yet supported on this system 😣\n',
    },
    nss: {
      installed: `The local CA is now installed in the ${browsers} trust store (requires browser restart)! 🦊\n`,
      already: `The local CA is already installed in the ${browsers} trust store! 👍\n`,
      note: `Note: the local CA is not installed in the ${browsers} trust store.\n`,
      missing: (action) =>
        `Warning: "certutil" is not available, so the CA can't be automatically ${action} ${browsers}! ⚠️\n`,
    },
    java: {
      installed: "The local CA is now installed in Java's trust store! ☕️\n",
      already: "The local CA is already installed in Java's trust store! 👍\n",
      note: 'Note: the local CA is not installed in the Java trust store.\n',
      missing: (action) =>
        `Warning: "keytool" is not available, so the CA can't be automatically ${action} Java's trust store! ⚠️\n`,
    },
  };
}

/** Says which stores do not trust the root yet, as mkcert does before it issues. */
export async function noteMissing({ trust, root, enabled, platform, say }: TrustWork): Promise<void> {
  if (enabled.size === 0) return;
  const reports = await trust.look(root);
  const words = wordsOf(platform);
  const notes = order('install').filter(
    (kind) =>
      enabled.has(kind) && reports[kind].stores.length > 0 && !reports[kind].toolMissing && !reports[kind].trusted,
  );
  for (const kind of notes) say(words[kind].note);
  if (notes.length > 0) say('Run "mkcert -install" for certificates to be trusted automatically ⚠️\n');
}

/** System, NSS, Java, in mkcert's order; what fails in one stops the rest, as mkcert's callers expect. */
export async function install(work: TrustWork): Promise<void> {
  const { trust, root, enabled, platform, say } = work;
  const words = wordsOf(platform);
  const reports = await trust.look(root);
  for (const kind of order('install')) {
    const report = reports[kind];
    if (!enabled.has(kind) || report.stores.length === 0) continue;
    if (report.trusted) {
      say(words[kind].already);
      continue;
    }
    const outcomes = await trust.change(report.stores, root, 'install');
    if (sayMissing(work, report, outcomes, 'installed in')) continue;
    refuse(outcomes);
    say(words[kind].installed);
  }
  say('\n');
}

/** NSS, Java, system: the order in which mkcert takes it out. */
export async function uninstall(work: TrustWork): Promise<void> {
  const { trust, root, enabled, platform, say } = work;
  const reports = await trust.look(root);
  const removed = new Set<StoreKind>();
  for (const kind of order('remove')) {
    const report = reports[kind];
    if (!enabled.has(kind) || report.stores.length === 0) continue;
    const outcomes = await trust.change(report.stores, root, 'remove');
    if (sayMissing(work, report, outcomes, 'uninstalled from')) continue;
    refuse(outcomes);
    removed.add(kind);
  }
  if (removed.has('system')) {
    say('The local CA is now uninstalled from the system trust store(s)! 👋\n\n');
  } else if (removed.has('nss')) {
    say(`The local CA is now uninstalled from the ${nssBrowsers(platform)} trust store(s)! 👋\n\n`);
  }
}

const order = (action: 'install' | 'remove'): StoreKind[] =>
  action === 'install' ? ['system', 'nss', 'java'] : ['nss', 'java', 'system'];

/** A tool that is not there is a warning, and the exit code stays 0. */
function sayMissing(
  { platform, say }: TrustWork,
  { kind }: KindReport,
  outcomes: readonly Outcome[],
  action: string,
): boolean {
  const missing = outcomes.find(({ outcome }) => outcome === 'tool-missing');
  if (missing === undefined) return false;
  say(wordsOf(platform)[kind].missing(action));
  if (missing.hint !== undefined) say(`${missing.hint}\n`);
  return true;
}

function refuse(outcomes: readonly Outcome[]): void {
  const failed = outcomes.find(({ outcome }) => outcome !== 'done' && outcome !== 'already');
  if (failed === undefined) return;
  const byHand = failed.commands === undefined ? '' : ` By hand: ${failed.commands.join(' && ')}`;
  throw new AppError('not-allowed', `${failed.label}: ${failed.message}`, {
    hint: `${failed.hint ?? ''}${byHand}`.trim(),
  });
}
