import type { RevocationReason } from '../../ipc/schemas';

/** Why a certificate is revoked: the words for choosing, what each means, and how it reads after "Revoked:". */
export const revocationReasons: readonly {
  reason: RevocationReason;
  label: string;
  meaning: string;
}[] = [
  {
    reason: 'keyCompromise',
    label: 'Its key may be known to others',
    meaning: 'The key file was lost, sent, committed or copied. Clients treat this as the most serious.',
  },
  {
    reason: 'superseded',
    label: 'Another certificate took its place',
    meaning: 'It was replaced, and should no longer be accepted where it still lies.',
  },
  {
    reason: 'cessationOfOperation',
    label: 'What it was for is gone',
    meaning: 'The server, name or project no longer exists.',
  },
  {
    reason: 'affiliationChanged',
    label: 'Whom it names has changed',
    meaning: 'The person or the organisation in its subject is another one now.',
  },
  {
    reason: 'privilegeWithdrawn',
    label: 'It may no longer do what it could',
    meaning: 'A client or a person must lose the access that it gave.',
  },
  {
    reason: 'unspecified',
    label: 'No reason given',
    meaning: 'The list then says none.',
  },
];

/** "its key may be known to others". */
export function reasonWords(reason: RevocationReason): string {
  const label = revocationReasons.find((each) => each.reason === reason)?.label ?? reason;
  return `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
}
