import type { Authority } from '../../ipc/schemas';
import { type CertificateView, viewCertificate, viewOf } from '../pki/certificate-view';
import { limitsOf } from '../pki/limits';
import { parseKept } from '../pki/parsed-certificate';
import { pemBlocks, toPem } from '../trust/pem-blocks';
import {
  notesOfRoot,
  problemsOfChain,
  problemsOfKey,
  problemsOfRecord,
  problemsOfRights,
  problemsOfRoot,
} from './authority-problems';
import type { AuthorityFolder } from './authority-store';
import type { AuthorityRecord } from './record';

/** An authority as it lies on disk: what it is, and what is wrong with it. */
export interface InspectedAuthority {
  summary: Authority;
  record: AuthorityRecord | undefined;
  /** Its own certificate; undefined when it is missing, unreadable, or another one than the record names. */
  issuerPem: string | undefined;
  /** What a server sends between the leaf and the root: nothing for a root; an intermediate's own certificate and those above. */
  chainPems: string[];
  /** The self-signed root at the top: its own certificate, or the last one above an intermediate. Undefined as `issuerPem`. */
  rootPem: string | undefined;
  /** False when nothing may be signed: a problem touches a certificate or the key. */
  canSign: boolean;
}

function viewsOf(pem: string | undefined): CertificateView[] | undefined {
  if (pem === undefined) return undefined;
  try {
    return pemBlocks(pem).map(({ der }) => viewCertificate(der));
  } catch {
    return undefined;
  }
}

function tryView(pem: string | undefined): CertificateView | undefined {
  if (pem === undefined) return undefined;
  try {
    return viewOf(parseKept(pem));
  } catch {
    return undefined;
  }
}

const harmless = new Set(['key-exposed', 'root-ends-soon']);
const lapsed = new Set(['root-expired', 'chain-expired', 'root-ends-soon']);

/**
 * Judges an authority's folder by what its record says it must hold. Nothing is changed and no key is opened. A folder of
 * which nothing can be read is an authority too, with an empty fingerprint: it must not look as if there were no root.
 */
export function inspectAuthority(found: AuthorityFolder, paths: { root: string }, now: Date): InspectedAuthority {
  const view = tryView(found.rootPem);
  const { record } = found;
  const above = record?.kind === 'intermediate' ? viewsOf(found.chainPem) : [];
  const certificateProblems = [...problemsOfRoot(found, view, now), ...problemsOfChain(found, above, now)];
  const problems = [
    ...problemsOfRights(found),
    ...problemsOfRecord(found),
    ...certificateProblems,
    ...problemsOfKey(found),
  ];
  const whole =
    view !== undefined && above !== undefined && certificateProblems.every((problem) => lapsed.has(problem.code));
  const notes = notesOfRoot(view);
  const pems = whole ? [found.rootPem, ...(above ?? []).map(({ der }) => toPem(der))] : [];
  const facts = record === undefined ? (view === undefined ? nothingKnown(found.id) : factsOf(found, view)) : record;
  return {
    record,
    issuerPem: pems[0],
    chainPems: pems.slice(0, -1).filter((pem) => pem !== undefined),
    rootPem: pems[pems.length - 1],
    canSign: problems.every((problem) => harmless.has(problem.code)),
    summary: {
      id: found.id,
      name: record?.label ?? facts.name,
      commonName: facts.name,
      subject: facts.subject,
      kind: facts.kind,
      ...(record?.parentId === undefined ? {} : { parentId: record.parentId }),
      ...(record?.replaces === undefined ? {} : { replaces: record.replaces }),
      // Which one is the default is not in its folder; `Authorities` knows.
      isDefault: false,
      origin: facts.origin,
      ...(found.plainKeyFiles[0] === undefined ? {} : { plainKeyFile: found.plainKeyFiles[0] }),
      ...(found.plainKeyFiles.length < 2 ? {} : { morePlainKeyFiles: found.plainKeyFiles.slice(1) }),
      fingerprint: facts.fingerprint,
      serial: facts.serial,
      notBefore: facts.notBefore,
      notAfter: facts.notAfter,
      keyType: view?.keyDescription ?? facts.keyType,
      limits: facts.limits,
      keep: facts.keep,
      folder: found.folder,
      certificateFile: paths.root,
      problems,
      ...(notes.length === 0 ? {} : { notes }),
    },
  };
}

type Facts = Pick<
  AuthorityRecord,
  | 'name'
  | 'subject'
  | 'kind'
  | 'origin'
  | 'fingerprint'
  | 'serial'
  | 'notBefore'
  | 'notAfter'
  | 'keyType'
  | 'limits'
  | 'keep'
>;

function factsOf(found: AuthorityFolder, view: CertificateView): Facts {
  return {
    name: view.commonName === '' ? found.id : view.commonName,
    subject: view.subject,
    kind: view.selfIssued ? 'root' : 'intermediate',
    origin: 'made',
    fingerprint: view.fingerprint256,
    serial: view.serial,
    notBefore: view.notBefore.toISOString(),
    notAfter: view.notAfter.toISOString(),
    keyType: view.keyDescription,
    limits: limitsOf(view.der),
    keep: 'keychain',
  };
}

function nothingKnown(id: string): Facts {
  const never = new Date(0).toISOString();
  return {
    name: id,
    subject: '',
    kind: 'root',
    origin: 'made',
    fingerprint: '',
    serial: '',
    notBefore: never,
    notAfter: never,
    keyType: '',
    limits: { kind: 'none' },
    keep: 'keychain',
  };
}
