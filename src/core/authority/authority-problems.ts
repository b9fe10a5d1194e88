import { join } from 'node:path';
import type { Problem } from '../../ipc/schemas';
import type { CertificateView } from '../pki/certificate-view';
import { isRolloverDue } from '../rollover/rollover-view';
import { shellQuote } from '../trust/shell-quote';
import type { AuthorityFolder } from './authority-store';

const restore = 'Put it back from a backup, or set this authority aside and make a new one.';

export function problemsOfRoot(found: AuthorityFolder, view: CertificateView | undefined, now: Date): Problem[] {
  if (unseen(found, 'root.pem')) return [];
  const what = nounOf(found);
  if (found.rootPem === undefined) {
    return [{ code: 'root-missing', message: `The ${what} (root.pem) is gone.`, hint: restore, remedy: 'set-aside' }];
  }
  if (view === undefined) {
    return [
      {
        code: 'root-damaged',
        message: `The ${what} (root.pem) cannot be read: it is cut off or damaged.`,
        hint: restore,
        remedy: 'set-aside',
      },
    ];
  }
  if (found.record !== undefined && view.fingerprint256 !== found.record.fingerprint) {
    return [
      {
        code: 'root-swapped',
        message: 'root.pem holds another certificate than the one that was made here.',
        hint: restore,
        remedy: 'set-aside',
      },
    ];
  }
  if (view.notAfter.getTime() < now.getTime()) {
    return [
      {
        code: 'root-expired',
        message: `The ${what} has expired, so nothing it signs is accepted.`,
        hint: 'Set it aside and make a new one.',
        remedy: 'set-aside',
      },
    ];
  }
  return found.record?.kind !== 'intermediate' &&
    isRolloverDue(view.notBefore.getTime(), view.notAfter.getTime(), now.getTime())
    ? [
        {
          code: 'root-ends-soon',
          message: `The root certificate ends on ${view.notAfter.toISOString().slice(0, 10)}.`,
          hint: 'Replace it in time, while both can be trusted: Authorities, More, Replace by a new root; or type: sealwax ca rollover.',
        },
      ]
    : [];
}

/** What is no fault of an authority, but worth knowing, as sentences. */
export function notesOfRoot(view: CertificateView | undefined): string[] {
  if (view === undefined || !view.selfIssued || !/\b(?:MD2|MD5|SHA-1)$/.test(view.signatureAlgorithm)) return [];
  return [
    `It has signed itself by ${view.signatureAlgorithm}, which is broken. Clients that trust a root do not look at its own signature, but some security checks report it; an authority made here has none of it.`,
  ];
}

const nounOf = (found: AuthorityFolder) =>
  found.record?.kind === 'intermediate' ? 'intermediate certificate' : 'root certificate';

/** What stands above an intermediate must be what its record names, and still be valid. */
export function problemsOfChain(
  found: AuthorityFolder,
  above: readonly CertificateView[] | undefined,
  now: Date,
): Problem[] {
  if (found.record?.kind !== 'intermediate' || unseen(found, 'chain.pem')) return [];
  const wanted = found.record.chain ?? [];
  if (above === undefined || wanted.length === 0 || wanted.join() !== above.map((view) => view.fingerprint256).join()) {
    const how = found.chainPem === undefined ? 'is gone' : 'is damaged, or holds other certificates than it did';
    return [
      {
        code: 'chain-damaged',
        message: `The chain up to its root (chain.pem) ${how}.`,
        hint: restore,
        remedy: 'set-aside',
      },
    ];
  }
  const expired = above.find((view) => view.notAfter.getTime() < now.getTime());
  if (expired === undefined) return [];
  return [
    {
      code: 'chain-expired',
      message: `${expired.commonName} above it has expired, so nothing it signs is accepted.`,
      hint: 'Set it aside and make a new one under a root that is valid.',
      remedy: 'set-aside',
    },
  ];
}

/**
 * Files that this account may not read are not damaged: their owner gets them back by chmod. One that fails otherwise, by a bad
 * disk for example, counts as damaged.
 */
export function problemsOfRights({ noRight, folder }: AuthorityFolder): Problem[] {
  return noRight.map((name) => {
    const path = join(folder, name);
    return {
      code: 'not-readable',
      message: `Your account may not read ${name} of this authority. The file is not damaged, as far as can be seen.`,
      hint: `Give it back: chmod ${ownerMode(name)} ${shellQuote(path)}. “Make it private” does the same.`,
      remedy: 'make-private',
    };
  });
}

/** Keys and records are private; certificates are public. */
const ownerMode = (name: string) => (name === 'root-key.pem' || name === 'authority.json' ? '600' : '644');

/** What is told by `problemsOfRights` needs no second word. */
const unseen = ({ noRight }: AuthorityFolder, name: string) => noRight.includes(name);

export function problemsOfKey(found: AuthorityFolder): Problem[] {
  if (unseen(found, 'root-key.pem')) return [];
  if (found.keyFile === undefined) {
    return [
      {
        code: 'key-missing',
        message: 'The root key (root-key.pem) is gone: existing certificates go on working, new ones cannot be signed.',
        hint: restore,
        remedy: 'set-aside',
      },
    ];
  }
  const problems: Problem[] = [];
  const { text, sha256, exposed } = found.keyFile;
  if (!/^-----BEGIN ENCRYPTED PRIVATE KEY-----\s[\s\S]+\s-----END ENCRYPTED PRIVATE KEY-----\s*$/.test(text)) {
    problems.push({
      code: 'key-damaged',
      message: 'The root key (root-key.pem) is cut off or damaged.',
      hint: restore,
      remedy: 'set-aside',
    });
  } else if (found.record !== undefined && sha256 !== found.record.keyFileSha256) {
    problems.push({
      code: 'key-swapped',
      message: 'root-key.pem is not the file that was written here: it belongs to another root, or was changed.',
      hint: restore,
      remedy: 'set-aside',
    });
  }
  if (exposed) {
    problems.push({
      code: 'key-exposed',
      message: 'Other accounts on this machine can read the root key file. It is encrypted, but it should be private.',
      hint: 'Make it private with one click.',
      remedy: 'make-private',
    });
  }
  return problems;
}

export function problemsOfRecord(found: AuthorityFolder): Problem[] {
  if (found.record !== undefined || unseen(found, 'authority.json')) return [];
  return [
    {
      code: 'record-damaged',
      message: 'The record of this authority (authority.json) is gone or damaged.',
      hint: restore,
      remedy: 'set-aside',
    },
  ];
}
