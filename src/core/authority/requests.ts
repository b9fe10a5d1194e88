import type { IssueRequest, RequestPreview, SigningRequest } from '../../ipc/issue-schemas';
import type { Certificate, CertificateName, SubjectFields } from '../../ipc/schemas';
import { sha256Hex } from '../digest';
import { AppError, type ErrorCode, errorCodes } from '../errors';
import type { Journal } from '../journal';
import type { CertificateView } from '../pki/certificate-view';
import { buildRequest, type ParsedRequest, parseRequest, requestRefusals } from '../pki/csr';
import { generateKey, pkcs8ToPem } from '../pki/keys';
import { checkNames, parseName } from '../pki/names';
import { parseCertificate } from '../pki/parsed-certificate';
import { decodePem } from '../pki/pem';
import type { FolderLock } from '../system/lock';
import { keyTypeOfWords } from './certificate-files';
import { certificateId } from './certificate-id';
import type { Certificates } from './certificates';
import { acceptNames } from './issue';
import { publicKeyOf, type RequestStore } from './request-store';

export interface RequestsOptions {
  store: RequestStore;
  certificates: Certificates;
  journal: Journal;
  lock: FolderLock;
  now: () => Date;
}

/** Signing requests: those made here, whose key waits for its certificate, and those of others, which are signed here. */
export class Requests {
  constructor(private readonly options: RequestsOptions) {}

  list(): Promise<SigningRequest[]> {
    return this.options.store.list();
  }

  get(id: string): Promise<SigningRequest> {
    return this.options.store.get(id);
  }

  /**
   * Makes a key and a request for it; both are durable when it returns. Names are checked for their form alone, since another
   * authority signs. Throws `invalid-input`, `invalid-name`, `too-many-names`, `disk-full`, `read-only`.
   */
  async create(request: Omit<IssueRequest, 'authorityId' | 'validity'>): Promise<SigningRequest> {
    const { purpose = 'server', keyType = 'ecdsa-p256', subject } = request;
    const names = acceptNames(checkNames(request.names, { limits: { kind: 'none' }, purpose }));
    const key = await generateKey(keyType);
    try {
      const { pem, der } = await buildRequest({ names, purpose, key, ...(subject === undefined ? {} : { subject }) });
      const parsed = parseRequest(der);
      const id = certificateId(names, sha256Hex(der));
      const record = {
        version: 1 as const,
        id,
        names,
        commonName: parsed.commonName,
        subject: parsed.subject,
        purpose,
        keyType,
        createdAt: this.options.now().toISOString(),
        ...(subject === undefined ? {} : { subjectFields: subject }),
      };
      await this.options.lock.hold(async () => {
        await this.options.store.create(record, pem, pkcs8ToPem(key.pkcs8));
        await this.options.journal.note('request.created', id, { names: names.map(({ value }) => value), keyType });
      });
      return await this.get(id);
    } finally {
      key.pkcs8.fill(0);
    }
  }

  /** Moves a request with its key into the bin. Throws `not-found`. */
  async remove(id: string): Promise<void> {
    await this.options.lock.hold(async () => {
      await this.get(id);
      await this.options.store.moveToBin(id, this.options.now());
      await this.options.journal.note('request.deleted', id);
    });
  }

  /** What a request asks for, held against the authority's limits, before anybody signs it. */
  async preview(parsed: ParsedRequest, authorityId?: string): Promise<RequestPreview> {
    const { subject, subjectFields, keyType, signatureAlgorithm, keyUsages, extendedKeyUsages, purpose } = parsed;
    const typed = parsed.names.map(({ value }) => value);
    return {
      subject,
      subjectFields,
      keyType,
      signatureAlgorithm,
      checks: await this.options.certificates.check(typed, authorityId, purpose),
      keyUsages,
      extendedKeyUsages,
      purpose,
      refusals: requestRefusals(parsed),
      leftOut: parsed.leftOut,
    };
  }

  /**
   * Signs a request for these names, which may be fewer or more than it asks for. Subject and purpose are the request's unless
   * given; nothing else is taken over from it. Throws the first refusal of `requestRefusals`, and what issuing throws.
   */
  async sign(parsed: ParsedRequest, request: Omit<IssueRequest, 'keyType'>): Promise<Certificate> {
    const [refusal] = requestRefusals(parsed);
    if (refusal !== undefined) {
      const { code, message, hint } = refusal;
      throw new AppError(isErrorCode(code) ? code : 'invalid-input', message, hint === undefined ? {} : { hint });
    }
    const purpose = request.purpose ?? parsed.purpose;
    const subject = request.subject ?? subjectFor(parsed, request.names);
    const keyType = keyTypeOfWords(parsed.keyType);
    return this.options.certificates.issue(
      { ...request, purpose, ...(subject === undefined ? {} : { subject }) },
      { kind: 'theirs', keyType, spki: parsed.spki },
    );
  }

  /**
   * Takes the certificate that somebody signed for a request made here: certificate and key go into the list, and the request
   * is done. It may be given alone with its chain, or among other certificates. Throws `not-found` when no request has its key.
   */
  async complete(
    given: CertificateView | readonly CertificateView[],
    more: readonly CertificateView[] = [],
  ): Promise<Certificate> {
    const { store, certificates, lock, journal } = this.options;
    const chain = [...('der' in given ? [given] : given), ...more];
    const byKey = new Map((await store.list()).map((each) => [publicKeyOf(each.pem), each]));
    const found = chain.flatMap((certificate) => {
      const request = byKey.get(sha256Hex(parseCertificate(certificate.der).spki));
      return request === undefined ? [] : [{ certificate, request }];
    })[0];
    if (found === undefined) {
      throw new AppError('not-found', 'No signing request here has the key of this certificate.', {
        hint: 'Open the certificate that was made for one of the requests in the list.',
      });
    }
    const { certificate, request } = found;
    const pkcs8 = decodePem(await store.readKey(request.id), 'PRIVATE KEY');
    try {
      const adopted = await certificates.adoptIssued({ certificate, pkcs8, chain, purpose: request.purpose });
      // Only now that certificate and key are durable elsewhere.
      await lock.hold(async () => {
        await store.delete(request.id);
        await journal.note('request.completed', request.id, { certificate: adopted.id });
      });
      return adopted;
    } finally {
      pkcs8.fill(0);
    }
  }
}

const isErrorCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code);

/**
 * The request's subject without a common name that is no longer among the names: who was struck out must not come in by another
 * door, for old clients read it as a host name. A person's name stays.
 */
function subjectFor({ subjectFields }: ParsedRequest, names: readonly string[]): SubjectFields | undefined {
  const { commonName, ...rest } = subjectFields;
  const found = commonName === undefined ? undefined : nameIn(commonName);
  const asked = new Set(names.flatMap((typed) => nameIn(typed)?.value ?? []));
  const keep = commonName !== undefined && (found === undefined || asked.has(found.value));
  const fields: SubjectFields = { ...rest, ...(keep ? { commonName } : {}) };
  return Object.values(fields).some((value) => value !== undefined && value !== '') ? fields : undefined;
}

function nameIn(typed: string): CertificateName | undefined {
  const parsed = parseName(typed, 'client');
  return 'code' in parsed ? undefined : parsed.name;
}
