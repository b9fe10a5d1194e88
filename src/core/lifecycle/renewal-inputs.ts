import type { Certificate } from '../../ipc/schemas';
import type { InspectedAuthority } from '../authority/inspect';
import { sha256Hex } from '../digest';
import { stat } from '../system/file-calls';

/**
 * What a renewal depends on, as a text to compare: the authority with its end, limits and key, whether that key opens without a
 * person, the certificate's state and its key file. When one of them is another than at a failure, waiting has no reason.
 */
export async function renewalInputs(
  { status, statusReason, files }: Certificate,
  authority: InspectedAuthority | undefined,
  opensUnasked: boolean,
): Promise<string> {
  const keyFile = await stat(files.key).then(
    ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
    () => 'none',
  );
  const { summary, record, canSign } = authority ?? {};
  const facts = [
    statusReason ?? status === 'broken',
    keyFile,
    opensUnasked,
    canSign,
    summary && [summary.fingerprint, summary.notAfter, summary.limits, summary.problems],
    record && [record.keep, record.keyFileSha256],
  ];
  return sha256Hex(JSON.stringify(facts)).slice(0, 16);
}
