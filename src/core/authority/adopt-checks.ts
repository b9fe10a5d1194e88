import type { NameLimits } from '../../ipc/schemas';
import { AppError } from '../errors';
import { type CertificateView, viewCertificate } from '../pki/certificate-view';
import { spkiOfPrivateKey } from '../pki/keys';
import { limitsOf } from '../pki/limits';
import { parseCertificate } from '../pki/parsed-certificate';
import { validateChain } from '../pki/path-validation';
import { verifySignature } from '../pki/signature';

/** Bits of an RSA key: fewer have no security left to speak of (NIST SP 800-131A Rev. 2, section 3). */
const shortestRsa = 2048;

const forgeable = /\b(?:MD2|MD5|SHA-1)$/;

/** Hashes of which two inputs with one value are made in seconds: whoever signed by them had no care for strength (RFC 6151). */
const broken = /\b(?:MD2|MD5)$/;

/**
 * Whether a certificate and a key from elsewhere make an authority that may sign here. Throws `not-an-authority`,
 * `key-mismatch`, `authority-expired` (also for one that is not valid yet) and `weak-key`.
 */
export function checkAdoptable(view: CertificateView, pkcs8: Buffer, now: Date): void {
  const name = view.commonName === '' ? view.subject : view.commonName;
  const parsed = parseCertificate(view.der);
  if (parsed.basicConstraints?.authority !== true) {
    throw new AppError('not-an-authority', `${name} is not a certificate authority, so it may not sign certificates.`, {
      hint: 'Choose the certificate of an authority: its basic constraints say CA. Clients refuse what any other one signs.',
    });
  }
  if (parsed.keyUsages !== undefined && !parsed.keyUsages.includes('keyCertSign')) {
    throw new AppError(
      'not-an-authority',
      `The key of ${name} may not sign certificates: its key usage leaves that out.`,
      {
        hint: 'Choose an authority whose key usage has certificate signing.',
      },
    );
  }
  if (!spkiOfPrivateKey(pkcs8).equals(parsed.spki)) {
    throw new AppError('key-mismatch', `The private key is not the one of ${name}.`, {
      hint: 'Choose the key file that belongs to this certificate. Nothing was changed.',
    });
  }
  checkStrength(view, name);
  checkDates(view, name, now);
}

function checkStrength(view: CertificateView, name: string): void {
  const bits = /^RSA (\d+)$/.exec(view.keyDescription)?.[1];
  const hint = 'Make a new authority here instead; certificates of the old one go on working until they end.';
  if (bits !== undefined && Number(bits) < shortestRsa) {
    throw new AppError('weak-key', `The RSA key of ${name} has ${bits} bits; that is too weak to sign with.`, { hint });
  }
  if (bits === undefined && !/^ECDSA P-(256|384)$/.test(view.keyDescription)) {
    throw new AppError('weak-key', `The key of ${name} is of a kind that is not used here: ${view.keyDescription}.`, {
      hint: 'Authorities here have ECDSA keys on P-256 or P-384, or RSA keys. Make a new one.',
    });
  }
  if (view.selfIssued && broken.test(view.signatureAlgorithm)) {
    throw new AppError(
      'weak-key',
      `${name} has signed itself by ${view.signatureAlgorithm}: some clients do not even load such a root.`,
      { hint },
    );
  }
  // The signature of a root proves nothing, as it is trusted by itself: SHA-1 is let pass there, and said (`notesOfRoot`).
  if (!view.selfIssued && forgeable.test(view.signatureAlgorithm)) {
    throw new AppError('weak-key', `${name} is signed by ${view.signatureAlgorithm}, which can be forged.`, { hint });
  }
}

function checkDates(view: CertificateView, name: string, now: Date): void {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  if (view.notAfter.getTime() < now.getTime()) {
    throw new AppError(
      'authority-expired',
      `${name} expired on ${day(view.notAfter)}, so nothing it signs is accepted.`,
      {
        hint: 'Make a new authority.',
      },
    );
  }
  if (view.notBefore.getTime() > now.getTime()) {
    throw new AppError('authority-expired', `${name} is not valid before ${day(view.notBefore)}.`, {
      hint: 'Check the clock of this machine, or adopt it when its time has come.',
    });
  }
}

/**
 * What stands above an authority, from the one that signed it up to its self-signed root, out of these candidates; nothing for a
 * root. Throws `chain-incomplete` when the root is not among them, or when the chain would not be accepted.
 */
export function chainAbove(
  view: CertificateView,
  candidates: readonly CertificateView[],
  now: Date,
): CertificateView[] {
  const chain: CertificateView[] = [];
  let top = view;
  while (!isSelfSigned(top)) {
    const seen = new Set([view, ...chain].map(({ fingerprint256 }) => fingerprint256));
    const issuer = candidates.find((each) => !seen.has(each.fingerprint256) && isSignedBy(top, each));
    if (issuer === undefined) {
      throw new AppError('chain-incomplete', `${top.commonName} was signed by ${top.issuer}, which is not here.`, {
        hint: 'Open the intermediate, its key and every certificate up to the root together; a full chain file or a PKCS#12 has them.',
      });
    }
    chain.push(issuer);
    top = issuer;
  }
  if (chain.length === 0) return chain;
  const { ok, edges, problems } = validateChain([view, ...chain], { now });
  if (ok) return chain;
  const why = edges.flat().find((check) => !check.ok)?.message ?? problems[0]?.message ?? '';
  throw new AppError('chain-incomplete', `The chain of ${view.commonName} up to its root is not valid: ${why}`, {
    hint: 'Clients would refuse whatever it signs. Open it with the chain that belongs to it.',
  });
}

/** What it may sign for: its own limits; without any, those of the nearest one above that has some. */
export function limitsAlong(chain: readonly CertificateView[]): NameLimits {
  const limits = chain.map(({ der }) => limitsOf(der));
  return limits.find(({ kind }) => kind === 'limited') ?? { kind: 'none' };
}

function isSelfSigned(view: CertificateView): boolean {
  // An old root may carry a signature that nobody checks any more; its name and key still say what it is.
  return view.selfIssued && (forgeable.test(view.signatureAlgorithm) || isSignedBy(view, view));
}

function isSignedBy(view: CertificateView, issuer: CertificateView): boolean {
  return (
    view.issuer === issuer.subject && verifySignature(parseCertificate(view.der), parseCertificate(issuer.der).spki).ok
  );
}

/** The certificates of these PEM texts that can be read. */
export function readableViews(pems: readonly (string | undefined)[]): CertificateView[] {
  return pems.flatMap((pem) => {
    try {
      return pem === undefined ? [] : [viewCertificate(pem)];
    } catch {
      return [];
    }
  });
}
