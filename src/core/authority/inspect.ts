import type { Authority, Problem } from '../../ipc/schemas';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { limitsOf } from '../pki/limits';
import type { AuthorityFolder } from './authority-store';
import type { AuthorityRecord } from './record';

/** An authority as it lies on disk: what it is, and what is wrong with it. */
export interface InspectedAuthority {
  summary: Authority;
  record: AuthorityRecord | undefined;
  /** The root certificate; undefined when it is missing, unreadable, or another one than the record names. */
  rootPem: string | undefined;
  /** False when nothing may be signed: a problem touches the root or its key. */
  canSign: boolean;
}

const restore = 'Put it back from a backup, or set this authority aside and make a new one.';

function problemsOfRoot(found: AuthorityFolder, view: CertificateView | undefined, now: Date): Problem[] {
  if (found.rootPem === undefined) {
    return [
      { code: 'root-missing', message: 'The root certificate (root.pem) is gone.', hint: restore, remedy: 'set-aside' },
    ];
  }
  if (view === undefined) {
    return [
      {
        code: 'root-damaged',
        message: 'The root certificate (root.pem) cannot be read: it is cut off or damaged.',
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
        message: 'The root certificate has expired, so nothing it signs is accepted.',
        hint: 'Set it aside and make a new one.',
        remedy: 'set-aside',
      },
    ];
  }
  return [];
}

function problemsOfKey(found: AuthorityFolder): Problem[] {
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

function tryView(pem: string | undefined): CertificateView | undefined {
  if (pem === undefined) return undefined;
  try {
    return viewCertificate(pem);
  } catch {
    return undefined;
  }
}

/**
 * Judges an authority's folder by what its record says it must hold. Nothing is changed and no key is opened. A folder of
 * which nothing can be read is an authority too, with an empty fingerprint: it must not look as if there were no root.
 */
export function inspectAuthority(found: AuthorityFolder, paths: { root: string }, now: Date): InspectedAuthority {
  const view = tryView(found.rootPem);
  const { record } = found;
  const rootProblems = problemsOfRoot(found, view, now);
  const keyProblems = problemsOfKey(found);
  const recordProblems: Problem[] =
    record === undefined
      ? [
          {
            code: 'record-damaged',
            message: 'The record of this authority (authority.json) is gone or damaged.',
            hint: restore,
            remedy: 'set-aside',
          },
        ]
      : [];
  const facts = record ?? (view === undefined ? nothingKnown(found.id) : factsOf(found, view));
  return {
    record,
    rootPem: rootProblems.every((problem) => problem.code === 'root-expired') ? found.rootPem : undefined,
    canSign: [...rootProblems, ...keyProblems, ...recordProblems].every((problem) => problem.code === 'key-exposed'),
    summary: {
      id: found.id,
      name: facts.name,
      subject: facts.subject,
      fingerprint: facts.fingerprint,
      serial: facts.serial,
      notBefore: facts.notBefore,
      notAfter: facts.notAfter,
      keyType: view?.keyDescription ?? facts.keyType,
      limits: facts.limits,
      keep: facts.keep,
      folder: found.folder,
      certificateFile: paths.root,
      problems: [...recordProblems, ...rootProblems, ...keyProblems],
    },
  };
}

type Facts = Omit<Authority, 'folder' | 'certificateFile' | 'problems'>;

function factsOf(found: AuthorityFolder, view: CertificateView): Facts {
  return {
    id: found.id,
    name: view.commonName === '' ? found.id : view.commonName,
    subject: view.subject,
    fingerprint: view.fingerprint256,
    serial: view.serial,
    notBefore: view.notBefore.toISOString(),
    notAfter: view.notAfter.toISOString(),
    keyType: view.keyDescription,
    limits: limitsOf(found.rootPem as string),
    keep: 'keychain',
  };
}

function nothingKnown(id: string): Facts {
  const never = new Date(0).toISOString();
  return {
    id,
    name: id,
    subject: '',
    fingerprint: '',
    serial: '',
    notBefore: never,
    notAfter: never,
    keyType: '',
    limits: { kind: 'none' },
    keep: 'keychain',
  };
}
