/** Names that Windows keeps for devices, with any ending: files of these names cannot be made, copied or deleted there. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/** Characters that a base name may have, so that with the longest ending it stays inside the 255 bytes of most file systems. */
const longest = 180;

/**
 * What the files of a certificate are called, from its first name, as mkcert does it: ":" becomes "_", "*" becomes
 * "_wildcard". All that would leave the folder, hide the file, look like an option or be refused by Windows is replaced too.
 */
export function baseNameOf(name: string): string {
  const text = name
    .normalize('NFC')
    .replace(/\*/g, '_wildcard')
    // Control and direction characters, and what Windows and shells keep for themselves.
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s/\\:<>"|?'`$&;!#%^()[\]{}~]/gu, '_')
    .replace(/^[.-]+/, (dots) => '_'.repeat(dots.length))
    .replace(/[. ]+$/, '');
  const short = cut(text, longest);
  if (short === '') return 'certificate';
  return reserved.test(short) ? `_${short}` : short;
}

function cut(text: string, bytes: number): string {
  let short = '';
  let size = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    short += character;
  }
  return short;
}

/**
 * The name of a Kubernetes object: a DNS subdomain of RFC 1123, at most 253 lower-case letters, digits, "-" and ".", with a
 * letter or digit at the start and end of each label.
 */
export function kubernetesNameOf(name: string): string {
  const labels = name
    .toLowerCase()
    .replace(/\*/g, 'wildcard')
    .replace(/[^a-z0-9.-]+/g, '-')
    .split('.')
    .map((label) => label.slice(0, 63).replace(/^-+|-+$/g, ''))
    .filter((label) => label !== '');
  const text = labels
    .join('.')
    .slice(0, 246)
    .replace(/[.-]+$/, '');
  return text === '' ? 'certificate-tls' : `${text}-tls`;
}
