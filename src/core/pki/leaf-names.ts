import type { CertificateName, NameLimits, Purpose } from '../../ipc/schemas';
import { AppError } from '../errors';
import { isPermitted } from './limits';
import { maxNames } from './profile';

/**
 * Throws `invalid-input` with the field "names" for no name at all, and for an e-mail certificate without an address (RFC 8550
 * section 3); `too-many-names`.
 */
export function checkNameCount(names: readonly CertificateName[], purpose: Purpose, most = maxNames): void {
  const fail = (message: string, hint: string) => new AppError('invalid-input', message, { field: 'names', hint });
  if (names.length === 0) throw fail('A certificate needs at least one name.', 'Type a name such as app.test.');
  if (purpose === 'email' && !names.some(({ type }) => type === 'email')) {
    throw fail('An e-mail certificate needs at least one e-mail address.', 'Type an address such as me@app.test.');
  }
  if (names.length > most) {
    throw new AppError('too-many-names', `${names.length} names are too many for one certificate.`, {
      field: 'names',
      hint: `Use ${most} at most, or a wildcard.`,
    });
  }
}

/** Throws `name-outside-limits`, with the name as field, for the first one that any of the limits refuses. */
export function checkNamesInside(names: readonly CertificateName[], limits: readonly NameLimits[]): void {
  const outside = names.find((name) => limits.some((each) => !isPermitted(name, each)));
  if (outside === undefined) return;
  throw new AppError('name-outside-limits', `${outside.display} is outside the limits of the authority.`, {
    field: outside.display,
    hint: 'Use a name inside them, or make an authority with wider limits.',
  });
}
