import type { CertificateName } from '../../ipc/schemas';

// The sentences are mkcert 1.4.4's, since tools and their tests look for them; where ours says more, it says so in a line of its own.

export const createdAuthority = 'Created a new local CA 💥\n';

/** What mkcert calls the databases of NSS on this platform. */
export const nssBrowsers = (platform: NodeJS.Platform): string =>
  platform === 'linux' ? 'Firefox and/or Chrome/Chromium' : 'Firefox';

/** What was made: one line a name, with what is worth knowing of wildcards. */
export function createdCertificate(names: readonly CertificateName[]): string {
  const lines = ['', 'Created a new certificate valid for the following names 📜'];
  for (const { value } of names) {
    lines.push(` - ${JSON.stringify(value)}`);
    if (/^\*\.[0-9a-z_-]+$/i.test(value)) {
      lines.push(`   Warning: many browsers don't support second-level wildcards like ${JSON.stringify(value)} ⚠️`);
    }
  }
  const wildcard = names.find(({ value }) => value.startsWith('*.'));
  if (wildcard !== undefined) {
    lines.push('');
    lines.push(
      `Reminder: X.509 wildcards only go one level deep, so this won't match a.b.${wildcard.value.slice(2)} ℹ️`,
    );
  }
  return `${lines.join('\n')}\n`;
}

export function whereFiles(certificate: string, key: string): string {
  return certificate === key
    ? `\nThe certificate and key are at ${JSON.stringify(certificate)} ✅\n\n`
    : `\nThe certificate is at ${JSON.stringify(certificate)} and the key at ${JSON.stringify(key)} ✅\n\n`;
}

export const whereCertificate = (certificate: string): string =>
  `\nThe certificate is at ${JSON.stringify(certificate)} ✅\n\n`;

export const wherePkcs12 = (path: string, password: string): string =>
  `\nThe PKCS#12 bundle is at ${JSON.stringify(path)} ✅\n` +
  `\nThe legacy PKCS#12 encryption password is the often hardcoded default ${JSON.stringify(password)} ℹ️\n\n`;

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** The day in the user's own time zone, as Go's layout "2 January 2006". */
export const expires = (end: Date): string =>
  `It will expire on ${end.getDate()} ${months[end.getMonth()]} ${end.getFullYear()} 🗓\n\n`;
