import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Attribute, Extensions, type Name, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import type { CertificateName, Purpose, SubjectFields } from '../../ipc/schemas';
import { defaultCommonName } from './common-name';
import { attributesOf, commonNameOid, emailAddressOid, formatName } from './distinguished-name';
import { extendedKeyUsage, keyUsage, subjectAlternativeName } from './extensions';
import { describeSpki, type GeneratedKey } from './keys';
import { checkNameCount } from './leaf-names';
import { extendedUsages, keyUsageFlags } from './leaf-usages';
import { type LeftOut, told } from './left-out';
import { parseName } from './names';
import { keyFactsOf, weakKey } from './path-key';
import { encodePem } from './pem';
import { clientAuth, emailProtection, serverAuth } from './profile';
import { extendedUsageText, keyUsageText, type RequestExtension } from './request-extensions';
import { extensionRequest, type RequestParts, requestDer, requestParts, unreadable } from './request-parts';
import { signBytes } from './sign-bytes';
import { signatureIdentifier } from './sign-certificate';
import { describeSignatureAlgorithm, isWeakSignature, type SignatureVerdict, verifySignedData } from './signature';
import { subjectOf } from './subject';
import { subjectFieldsOf } from './subject-parts';

export interface NewRequest {
  names: readonly CertificateName[];
  subject?: SubjectFields;
  purpose: Purpose;
  key: GeneratedKey;
}

/**
 * A signing request (PKCS#10, RFC 2986) that asks for these names and for the usages of the purpose. The first host name is the
 * common name unless the subject has another; addresses alone get an empty subject. Throws `invalid-input` and
 * `too-many-names` as `buildLeaf` does.
 */
export async function buildRequest({ names, subject = {}, purpose, key }: NewRequest): Promise<BuiltRequest> {
  checkNameCount(names, purpose);
  const chosen = subject.commonName?.trim() ?? '';
  const commonName = chosen === '' ? defaultCommonName(names, purpose) : chosen;
  const name = subjectOf(commonName === undefined ? subject : { ...subject, commonName });
  const wanted = new Extensions([
    subjectAlternativeName(names, name.length === 0),
    keyUsage(keyUsageFlags(key.spki, purpose)),
    extendedKeyUsage(extendedUsages(names, purpose)),
  ]);
  const info = new CertificationRequestInfo({
    subject: name,
    subjectPKInfo: AsnConvert.parse(key.spki, SubjectPublicKeyInfo),
    attributes: new Attributes([new Attribute({ type: extensionRequest, values: [AsnConvert.serialize(wanted)] })]),
  });
  const request = new CertificationRequest({
    certificationRequestInfo: info,
    signatureAlgorithm: signatureIdentifier(key.privateKey),
    signature: new Uint8Array(await signBytes(Buffer.from(AsnConvert.serialize(info)), key.privateKey)).buffer,
  });
  const der = Buffer.from(AsnConvert.serialize(request));
  return { der, pem: encodePem(der, 'CERTIFICATE REQUEST') };
}

export interface BuiltRequest {
  pem: string;
  der: Buffer;
}

/** A request as plain data: what it asks for, and whether it was signed with the key that it is for. */
export interface ParsedRequest {
  der: Buffer;
  pem: string;
  /** "CN=app.test, O=Example"; empty for an empty name. */
  subject: string;
  /** The attributes that may be chosen here, without what no certificate of ours can hold. */
  subjectFields: SubjectFields;
  /** The first common name; empty without one. */
  commonName: string;
  /** The alternative names; without any, the common name if it is a name at all. */
  names: CertificateName[];
  /** SubjectPublicKeyInfo in DER. */
  spki: Buffer;
  /** In words, e.g. "ECDSA P-256". */
  keyType: string;
  signatureAlgorithm: string;
  /** Whether it is signed by its own key; the message says why not, as a sentence. */
  signature: { ok: boolean; message: string };
  /** The signature rests on a hash that is broken (MD5, SHA-1). */
  weakSignature: boolean;
  /** It asks to sign certificates. */
  wantsAuthority: boolean;
  /** In words. */
  keyUsages: string[];
  extendedKeyUsages: string[];
  extendedKeyUsageOids: string[];
  /** What its extended key usages, or without any its names, come to. */
  purpose: Purpose;
  extensions: RequestExtension[];
  /** What it asks for and no certificate made here holds, with the reason; of many the first, and how many more. */
  leftOut: LeftOut[];
}

/**
 * Reads a signing request, DER or PEM (the first one in the text; text around it is passed over). Throws `request-unreadable`
 * when there is none, when it is damaged, repeats an extension, or has more than 1 MiB.
 */
export function parseRequest(pemOrDer: string | Uint8Array): ParsedRequest {
  const der = requestDer(pemOrDer);
  try {
    return describe(der, requestParts(der));
  } catch (cause) {
    throw unreadable('it is cut off or damaged', cause);
  }
}

function describe(der: Buffer, { subject, spki, asked, data }: RequestParts): ParsedRequest {
  const names = asked.names.length > 0 ? asked.names : namesInSubject(subject, asked.extendedKeyUsages);
  return {
    der,
    pem: encodePem(der, 'CERTIFICATE REQUEST'),
    subject: formatName(subject),
    subjectFields: subjectFieldsOf(subject),
    commonName: attributesOf(subject, commonNameOid)[0] ?? '',
    names,
    spki,
    keyType: describeSpki(spki),
    signatureAlgorithm: describeSignatureAlgorithm(data.algorithm),
    signature: ownSignature(verifySignedData(data, spki)),
    weakSignature: isWeakSignature(data.algorithm),
    wantsAuthority: asked.wantsAuthority,
    keyUsages: keyUsageText(asked.keyUsages),
    extendedKeyUsages: extendedUsageText(asked.extendedKeyUsages),
    extendedKeyUsageOids: asked.extendedKeyUsages,
    purpose: purposeOf(asked.extendedKeyUsages, names),
    extensions: asked.all,
    leftOut: told(asked.leftOut),
  };
}

/** Requests without alternative names, as old guides make them: the common name and, for mail, the address in the subject. */
function namesInSubject(subject: Name, usages: readonly string[]): CertificateName[] {
  const commonNames = attributesOf(subject, commonNameOid).slice(0, 1);
  const mailboxes = usages.includes(emailProtection) ? attributesOf(subject, emailAddressOid) : [];
  return [...commonNames, ...mailboxes].flatMap((text) => {
    const parsed = parseName(text, 'server-client');
    return 'code' in parsed ? [] : [parsed.name];
  });
}

function ownSignature({ ok, code, message }: SignatureVerdict): ParsedRequest['signature'] {
  if (ok || code === 'signature-algorithm') return { ok, message };
  return {
    ok,
    message: 'Its signature does not fit its own key: it was changed on the way, or made by somebody without the key.',
  };
}

function purposeOf(usages: readonly string[], names: readonly CertificateName[]): Purpose {
  const server = usages.includes(serverAuth);
  const client = usages.includes(clientAuth);
  if (server || client) return server && client ? 'server-client' : server ? 'server' : 'client';
  if (usages.includes(emailProtection)) return 'email';
  // Without a word about its use: nobody makes a server's certificate for a mailbox alone.
  return names.length > 0 && names.every(({ type }) => type === 'email') ? 'email' : 'server';
}

export interface RequestRefusal {
  /** A code of `errors.ts`. */
  code: 'signature-wrong' | 'wants-authority' | 'weak-key';
  message: string;
  hint?: string;
}

/**
 * Why a request cannot be signed as a whole; empty when it can. Names are judged by the authority's limits and are not among
 * these.
 */
export function requestRefusals(request: ParsedRequest): RequestRefusal[] {
  return [keyRefusal(request), signatureRefusal(request), authorityRefusal(request)].flatMap((each) => each ?? []);
}

const newRequest = 'Ask for a new request with an ECDSA P-256 or RSA 2048 key.';

function keyRefusal({ spki, keyType }: ParsedRequest): RequestRefusal | undefined {
  const weak = weakKey(spki);
  if (weak !== undefined) return { code: 'weak-key', message: weak, hint: newRequest };
  const facts = keyFactsOf(spki);
  const curves = ['P-256', 'P-384', 'P-521'];
  if (facts.kind === 'ec' && !curves.includes(facts.curve)) {
    return {
      code: 'weak-key',
      message: `Its key is on the elliptic curve ${facts.curve}, which clients do not know.`,
      hint: newRequest,
    };
  }
  if (facts.kind === 'other') {
    return {
      code: 'weak-key',
      message: `Its key is of a kind that cannot be judged here: ${keyType === 'unknown kind of key' ? facts.algorithm : keyType}.`,
      hint: newRequest,
    };
  }
  return undefined;
}

/** The signature shows that who asks has the private key, and that nobody changed what is asked for (RFC 2986 section 3). */
function signatureRefusal({ signature, weakSignature, signatureAlgorithm }: ParsedRequest): RequestRefusal | undefined {
  if (weakSignature) {
    return {
      code: 'weak-key',
      message: `It is signed by ${signatureAlgorithm}, which can be forged.`,
      hint: 'Ask for a new request that is signed with SHA-256: `openssl req -new -sha256`.',
    };
  }
  if (signature.ok) return undefined;
  return { code: 'signature-wrong', message: signature.message, hint: 'Ask for the request once more.' };
}

function authorityRefusal({ wantsAuthority }: ParsedRequest): RequestRefusal | undefined {
  if (!wantsAuthority) return undefined;
  return {
    code: 'wants-authority',
    message: 'It asks for the power to sign certificates, which is not given for a request.',
    hint: 'Ask for a request without CA:TRUE and certificate signing; make an intermediate here for an authority below yours.',
  };
}
