import type { Authority } from '../../ipc/schemas';
import { AppError } from '../errors';
import { viewCertificate } from '../pki/certificate-view';
import type { RootCertificate } from '../trust/trust-store';

/** Why the certificate of an authority cannot be had. */
export function certificateDamaged(summary: Authority): AppError {
  const problem = summary.problems.find((each) => /^(root|record|chain)-/.test(each.code));
  return new AppError('authority-damaged', problem?.message ?? 'The root certificate cannot be read.', {
    ...(problem?.hint === undefined ? {} : { hint: problem.hint }),
  });
}

/** A root as the trust stores need it. */
export function publicHalf(pem: string, pemPath: string): RootCertificate {
  const { der, fingerprint256, commonName } = viewCertificate(pem);
  return { pem, pemPath, der, fingerprint256, commonName };
}
