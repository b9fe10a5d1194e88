import { countsOf } from '../../src/core/lifecycle/overview';
import { willEnd } from '../../src/core/lifecycle/standing';
import type { Overview } from '../../src/ipc/overview-schemas';
import type { Authority, Certificate, KeychainReport, Outcome, ProveReport, Store } from '../../src/ipc/schemas';
import { authority, inDays } from './data';

export const noKeychain: KeychainReport = {
  state: 'absent',
  message: 'No keychain answers on this machine: there is no D-Bus session.',
  hint: 'Start a desktop session, or type a passphrase instead.',
};

export const damaged: Authority = {
  ...authority,
  problems: [
    {
      code: 'key-file-damaged',
      message: 'The key file root-key.pem is cut off: it ends after 212 bytes.',
      hint: 'Put it back from a copy, or set this authority aside and make a new one.',
      remedy: 'set-aside',
    },
    {
      code: 'not-private',
      message: 'Other users of this machine can read root-key.pem.',
      hint: 'Make it readable only by you.',
      remedy: 'make-private',
    },
  ],
};

/** The stores are looked through by the root's fingerprint, so without root.pem they may not be listed. */
export const rootMissing: Authority = {
  ...authority,
  problems: [
    {
      code: 'root-missing',
      message: 'The root certificate (root.pem) is gone.',
      hint: 'Put it back from a backup, or set this authority aside and make a new one.',
      remedy: 'set-aside',
    },
  ],
};

/** As src/core/authority/inspect.ts gives it: place-holders for all that cannot be known. */
export const unreadable: Authority = {
  ...rootMissing,
  id: 'root-5f1c',
  name: 'root-5f1c',
  subject: '',
  fingerprint: '',
  serial: '',
  notBefore: new Date(0).toISOString(),
  notAfter: new Date(0).toISOString(),
  keyType: '',
  limits: { kind: 'none' },
};

/** Before there is a root, the name of its file in the system store is not known. */
export const beforeRoot = (places: readonly Store[]): Store[] =>
  places.map((place) => ({
    ...place,
    install: {
      ...place.install,
      commands: place.install.commands.map((command) => command.replace('sealwax-root', 'sealwax-…')),
    },
  }));

/** A machine without any client that could open the page. */
export const uncheckedReport: ProveReport = {
  passed: false,
  at: new Date().toISOString(),
  address: 'https://localhost:40123',
  proofs: ['curl', 'openssl', 'Python'].map((name) => ({
    id: name.toLowerCase(),
    label: name,
    result: 'not-run',
    message: `${name} is not installed.`,
    durationMs: 0,
  })),
};

export function overviewOf(
  { problems }: Authority,
  places: readonly Store[],
  listed: readonly Certificate[],
): Overview {
  const untrusted = places[0]?.state === 'absent';
  return {
    readiness: problems.length > 0 || untrusted ? 'attention' : 'ready',
    headline: untrusted
      ? 'This machine does not trust your certificates yet'
      : problems.length > 0
        ? 'The authority needs attention'
        : 'This machine trusts your certificates in 3 of 4 places',
    detail: untrusted
      ? 'The root is in none of the 4 stores that were found.'
      : 'Checked 4 minutes ago with real connections. Certificates can be issued.',
    problems: untrusted
      ? [
          {
            code: 'not-trusted',
            message: 'No store trusts the root.',
            hint: 'Install it; you see each change first.',
            remedy: 'install-trust',
          },
        ]
      : problems,
    counts: countsOf(listed),
    next: listed
      .filter(willEnd)
      .sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter))
      .slice(0, 10),
  };
}

export function reportOf(places: readonly Store[]): ProveReport {
  const proofs: ProveReport['proofs'] = [
    {
      id: 'curl',
      label: 'curl, with the system store',
      result: 'passed',
      message: 'The page was read.',
      durationMs: 41,
    },
    {
      id: 'openssl',
      label: 'openssl, with the system store',
      result: 'passed',
      message: 'Verified.',
      durationMs: 28,
    },
    { id: 'python', label: 'Python', result: 'not-run', message: 'Python is not installed.', durationMs: 0 },
  ];
  for (const place of places.filter((known) => known.kind === 'nss' && known.state !== 'locked')) {
    proofs.push({
      id: place.id,
      label: place.label,
      result: 'passed',
      message: 'The handshake succeeded.',
      durationMs: 64,
    });
  }
  return { passed: true, at: inDays(-4 / 1440), address: 'https://localhost:40123', proofs };
}

export function outcomeOf(place: Store, action: 'install' | 'remove'): Outcome {
  const base = { storeId: place.id, label: place.label, location: place.location };
  if (place.state === 'locked') {
    return {
      ...base,
      outcome: 'locked',
      message: 'A primary password protects this profile; nothing was changed.',
      hint: 'Open Firefox, type the primary password, then try again. Or type this:',
      commands: place[action].commands,
    };
  }
  const message =
    action === 'install'
      ? 'Added, and read back: clients trust the root.'
      : 'Removed, and read back: the root is gone.';
  return { ...base, outcome: 'done', message };
}
