/** What somebody opened instead of a certificate, and what to do about it. */
export interface FileKind {
  /** Goes into "It is …". */
  what: string;
  hint: string;
}

/** The way out when there is no better one. */
const choose = 'Choose a certificate, key, request or PKCS#12: .pem, .crt, .cer, .der, .key, .csr, .p12, .pfx or .p7b.';

interface Mark {
  /** The first bytes, as text of one byte a character. */
  start: string;
  what: string;
  hint?: string;
}

const sshHint =
  'Turn the private key into PKCS#8 with: ssh-keygen -p -m PKCS8 -f KEY (on a copy: it changes the file).';

/** First bytes by which files are known (file(1), and the formats' own documents). */
const marks: Mark[] = [
  {
    start: '\xfe\xed\xfe\xed',
    what: 'a Java key store of the old form (JKS)',
    hint: 'Turn it into PKCS#12 with: keytool -importkeystore -srckeystore FILE -destkeystore new.p12 -deststoretype PKCS12',
  },
  {
    start: '\xce\xce\xce\xce',
    what: 'a Java key store of the form JCEKS',
    hint: 'Turn it into PKCS#12 with: keytool -importkeystore -srcstoretype JCEKS -srckeystore FILE -destkeystore new.p12 -deststoretype PKCS12',
  },
  { start: 'openssh-key-v1\0', what: 'an OpenSSH private key', hint: sshHint },
  { start: 'ssh-', what: 'an OpenSSH public key', hint: 'Turn it into PEM with: ssh-keygen -e -m PKCS8 -f FILE' },
  {
    start: 'ecdsa-sha2-',
    what: 'an OpenSSH public key',
    hint: 'Turn it into PEM with: ssh-keygen -e -m PKCS8 -f FILE',
  },
  {
    start: 'PuTTY-User-Key-File',
    what: 'a PuTTY key',
    hint: 'Export it as OpenSSH key in PuTTYgen, then as PKCS#8 with ssh-keygen.',
  },
  {
    start: 'SQLite format 3\0',
    what: 'an SQLite database',
    hint: "For a browser's certificate database (cert9.db), export the certificate with certutil -L -a -n NAME.",
  },
  { start: '\x89PNG', what: 'a PNG picture' },
  { start: '\xff\xd8\xff', what: 'a JPEG picture' },
  { start: 'GIF8', what: 'a GIF picture' },
  { start: '%PDF', what: 'a PDF document' },
  { start: 'PK\x03\x04', what: 'a ZIP archive', hint: 'Unpack it, and open what is inside.' },
  { start: '\x1f\x8b', what: 'a gzip archive', hint: 'Unpack it, and open what is inside.' },
  { start: 'BZh', what: 'a bzip2 archive', hint: 'Unpack it, and open what is inside.' },
  { start: '\xfd7zXZ', what: 'an xz archive', hint: 'Unpack it, and open what is inside.' },
  { start: '7z\xbc\xaf', what: 'a 7-Zip archive', hint: 'Unpack it, and open what is inside.' },
  { start: '\x7fELF', what: 'a program' },
  { start: 'MZ', what: 'a program for Windows' },
  { start: '<?xml', what: 'an XML document' },
  {
    start: '<!DOCTYPE',
    what: 'a web page',
    hint: 'The download may have needed a login; save the certificate itself.',
  },
  { start: '<html', what: 'a web page', hint: 'The download may have needed a login; save the certificate itself.' },
  { start: 'bplist', what: 'a property list of Apple’s' },
  { start: '{', what: 'JSON text' },
];

/** PEM blocks that hold nothing which is read here. */
export const otherBlocks: Record<string, FileKind> = {
  'OPENSSH PRIVATE KEY': { what: 'an OpenSSH private key', hint: sshHint },
  'DSA PRIVATE KEY': { what: 'a DSA private key', hint: 'No client of TLS takes DSA any more; make a new key.' },
  'X509 CRL': { what: 'a list of revoked certificates (CRL)', hint: 'openssl crl -in FILE -text shows it.' },
  'DH PARAMETERS': { what: 'Diffie-Hellman parameters', hint: 'They belong to a server, not to a certificate.' },
  'EC PARAMETERS': { what: 'the parameters of an elliptic curve', hint: 'The key itself names them too.' },
  'PGP PUBLIC KEY BLOCK': { what: 'an OpenPGP public key', hint: 'gpg opens it.' },
  'PGP PRIVATE KEY BLOCK': { what: 'an OpenPGP private key', hint: 'gpg opens it.' },
  'PGP MESSAGE': { what: 'an OpenPGP message', hint: 'gpg opens it.' },
  'ATTRIBUTE CERTIFICATE': { what: 'an attribute certificate', hint: choose },
  'SSH2 PUBLIC KEY': {
    what: 'an SSH public key',
    hint: 'Turn it into PEM with: ssh-keygen -i -f FILE | ssh-keygen -e -m PKCS8 -f /dev/stdin',
  },
};

/** What the bytes are, as far as their beginning tells. */
export function fileKindOf(bytes: Buffer): FileKind {
  const start = bytes
    .subarray(0, 64)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  const found = marks.find((mark) => start.toLowerCase().startsWith(mark.start.toLowerCase()));
  if (found !== undefined) return { what: found.what, hint: found.hint ?? choose };
  // A tar archive has its mark at byte 257 (POSIX ustar).
  if (bytes.subarray(257, 262).toString('latin1') === 'ustar')
    return { what: 'a tar archive', hint: 'Unpack it, and open what is inside.' };
  const text = bytes.subarray(0, 4096);
  return text.includes(0)
    ? { what: 'binary data, and neither DER nor PKCS#12', hint: choose }
    : {
        what: 'text without a PEM block',
        hint: `A PEM block begins with a line such as -----BEGIN CERTIFICATE-----. ${choose}`,
      };
}
