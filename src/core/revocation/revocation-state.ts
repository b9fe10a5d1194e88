import type { RevocationState } from '../../ipc/revocation-schemas';
import type { InspectedAuthority } from '../authority/inspect';
import { AppError } from '../errors';
import { checkSignsCrls } from '../pki/crl';
import { parseKept } from '../pki/parsed-certificate';
import { crlFiles } from './crl-files';
import { crlUrlOf, defaultCrlPort, isCrlDue } from './crl-life';
import type { RevocationRecord } from './revocation-record';

interface Surrounding {
  /** The list in the authority's folder is the one of the record. */
  isHere: boolean;
  /** Its key opens without a person. */
  opensAlone: boolean;
  now: Date;
}

/** How an authority stands as to revocation. Whether the list is being served is known to who serves it. */
export function stateOf(
  authority: InspectedAuthority,
  record: RevocationRecord | undefined,
  { isHere, opensAlone, now }: Surrounding,
): RevocationState {
  const { id, folder } = authority.summary;
  const refusal = refusalOf(authority);
  const crl = record?.crl;
  const current = crl !== undefined && isHere && !isCrlDue(crl, now);
  const port = record?.servePort ?? record?.lastPort ?? defaultCrlPort;
  return {
    authorityId: id,
    ...(refusal === undefined ? {} : { refusal }),
    revoked: [...(record?.entries ?? [])].reverse().map(({ fingerprint: _fingerprint, ...entry }) => entry),
    ...(crl === undefined || record === undefined
      ? {}
      : {
          crl: {
            number: record.number,
            thisUpdate: crl.thisUpdate,
            nextUpdate: crl.nextUpdate,
            current,
            files: crlFiles(folder),
          },
        }),
    needsPerson: crl !== undefined && !current && !opensAlone,
    serve: { on: record?.servePort !== undefined, port, url: crlUrlOf(id, port), running: false },
  };
}

function refusalOf({ canSign, issuerPem, summary }: InspectedAuthority): RevocationState['refusal'] {
  const [problem] = summary.problems;
  if (!canSign || issuerPem === undefined) {
    const message = `${summary.name} cannot sign: ${problem?.message ?? 'its files are damaged.'}`;
    return { code: 'authority-damaged', message, ...(problem?.hint === undefined ? {} : { hint: problem.hint }) };
  }
  try {
    checkSignsCrls(parseKept(issuerPem), summary.name);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}
