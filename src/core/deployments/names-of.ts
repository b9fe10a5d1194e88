import type { Certificates } from '../authority/certificates';

/** The names of a certificate for a line of the history; nothing when it is not here. */
export async function namesOf(
  certificates: Pick<Certificates, 'get'>,
  certificateId: string,
): Promise<{ certificate: string; names?: string[] }> {
  const certificate = await certificates.get(certificateId).catch(() => undefined);
  return {
    certificate: certificateId,
    ...(certificate === undefined ? {} : { names: certificate.names.map(({ value }) => value) }),
  };
}
