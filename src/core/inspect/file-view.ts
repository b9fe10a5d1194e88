import type { FileView, VerifyReport, ViewItem } from '../../ipc/view-schemas';
import { sha256Hex } from '../digest';
import type { CertificateView } from '../pki/certificate-view';
import type { ParsedRequest } from '../pki/csr';
import { parsedOf } from '../pki/parsed-certificate';
import type { RevokedLookup } from '../revocation/revocation-store';
import { factsOf } from './facts';
import { notesOf } from './file-notes';
import type { OpenedContent, OpenedKey } from './opened-content';
import { verifyCertificate } from './verify';

export interface ViewContext {
  token: string;
  /** The last part of the path, or "clipboard". */
  title: string;
  now: Date;
  /** Which of our certificates or authorities has this fingerprint (SHA-256, hex). */
  known: (fingerprint: string) => { certificateId?: string; authorityId?: string };
  /** The trusted roots that chains are held against, and what may stand between. */
  roots: CertificateView[];
  intermediates: CertificateView[];
  /** What the authorities of this machine have revoked. */
  revoked?: RevokedLookup | undefined;
}

/**
 * What was opened as plain data for the window and the command line: certificates, requests, keys (never their bytes), then
 * the rest; the best chain that the first end certificate makes, and what is to be said about it all.
 */
export function viewOf(content: OpenedContent, context: ViewContext): FileView {
  const { token, title, now, roots, intermediates, revoked } = context;
  const leaf = leafOf(content);
  const report =
    leaf === undefined
      ? undefined
      : verifyCertificate({ leaf, intermediates: [...content.certificates, ...intermediates], roots, now }, revoked);
  const chain = report?.paths[0]?.chain ?? [];
  return {
    token,
    title,
    format: content.format,
    items: itemsOf(content, context),
    notes: notesOf(content, { leaf, chain }),
    chain,
    ...(report === undefined ? {} : { verdict: verdictOf(report) }),
  };
}

const unknownCodes: ReadonlySet<string> = new Set(['untrusted-root', 'no-issuer']);

function verdictOf({ ok, message, paths }: VerifyReport): NonNullable<FileView['verdict']> {
  const problems = paths[0]?.problems ?? [];
  const unknown = !ok && problems.length > 0 && problems.every(({ code }) => unknownCodes.has(code));
  return { ok, message, ...(unknown ? { unknownRoot: true as const } : {}) };
}

/** The certificate that a key here belongs to; else the first that is no authority; else the one that signed none of the others. */
export function leafOf({
  certificates,
  keys,
}: Pick<OpenedContent, 'certificates' | 'keys'>): CertificateView | undefined {
  const [first] = certificates;
  return (
    certificates.find((view) => !view.isAuthority && keys.some((key) => belongs(key, view))) ??
    certificates.find((view) => !view.isAuthority) ??
    certificates.find((view) => !certificates.some((other) => other !== view && other.issuer === view.subject)) ??
    first
  );
}

const belongs = ({ spki }: OpenedKey, view: CertificateView) => spki?.equals(parsedOf(view.der).spki) ?? false;

function itemsOf(content: OpenedContent, { now, known, revoked }: ViewContext): ViewItem[] {
  const { certificates, requests, keys, publicKeys, others } = content;
  return [
    ...certificates.map(
      (view): ViewItem => ({
        kind: 'certificate',
        facts:
          revoked?.inChain(view.serial, view.fingerprint256, undefined) === undefined
            ? factsOf(view, now)
            : { ...factsOf(view, now), status: 'revoked' },
        ...known(view.fingerprint256),
      }),
    ),
    ...requests.map(requestItem),
    ...keys.map((key) => keyItem(key, certificates)),
    ...publicKeys.map(
      ({ keyType, spki }): ViewItem => ({ kind: 'public-key', keyType, spkiFingerprint: sha256Hex(spki) }),
    ),
    ...others.map(({ label, message }): ViewItem => ({ kind: 'other', label, message })),
  ];
}

function requestItem(request: ParsedRequest): ViewItem {
  const { subject, names, keyType, signatureAlgorithm, wantsAuthority, keyUsages, extendedKeyUsages, pem } = request;
  const extensions = request.extensions.map(({ oid, name, critical, value }) => ({ oid, name, critical, value }));
  return {
    kind: 'request',
    subject,
    names,
    keyType,
    signatureAlgorithm,
    signatureOk: request.signature.ok,
    wantsAuthority,
    keyUsages,
    extendedKeyUsages,
    extensions,
    pem,
  };
}

/** Certificates come first among the items, so a position among them is one among all. */
function keyItem(key: OpenedKey, certificates: readonly CertificateView[]): ViewItem {
  const position = certificates.findIndex((view) => belongs(key, view));
  return {
    kind: 'private-key',
    keyType: key.keyType,
    form: key.form,
    encrypted: key.encrypted,
    spkiFingerprint: key.spki === undefined ? '' : sha256Hex(key.spki),
    ...(position < 0 ? {} : { belongsTo: position }),
  };
}
