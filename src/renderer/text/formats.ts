import type { ExportFormat } from '../../ipc/issue-schemas';

export interface FormatWords {
  format: ExportFormat;
  label: string;
  /** What it is, and who wants it; one line. */
  explanation: string;
  /** It holds the private key, so it needs one here. */
  withKey?: true;
  /** A passphrase is asked for in a window of its own. */
  withPassphrase?: true;
}

export interface FormatGroup {
  label: string;
  formats: readonly FormatWords[];
}

/** Every form in which a certificate leaves, by who asks for it. */
export const formatGroups: readonly FormatGroup[] = [
  {
    label: 'Web servers',
    formats: [
      { format: 'certificate', label: 'Certificate', explanation: 'PEM, the certificate alone.' },
      { format: 'key', label: 'Private key', explanation: 'PEM (PKCS#8), readable only by you.', withKey: true },
      {
        format: 'full-chain',
        label: 'Full chain',
        explanation: 'PEM, the certificate and what is between it and the root. nginx, Caddy, Node.',
      },
      {
        format: 'combined',
        label: 'Certificate and key in one file',
        explanation: 'PEM. HAProxy, lighttpd, Python.',
        withKey: true,
      },
      {
        format: 'traditional-key',
        label: 'Private key, older form',
        explanation: 'PEM, PKCS#1 for RSA and SEC1 for ECDSA. Servers that refuse PKCS#8.',
        withKey: true,
      },
    ],
  },
  {
    label: 'Clients that must trust it',
    formats: [
      { format: 'ca', label: 'Root certificate', explanation: 'ca.crt, PEM. Nothing secret is in it.' },
      {
        format: 'java-trust-store',
        label: 'Java trust store',
        explanation: 'PKCS#12 with the root, under Java’s usual password: changeit.',
      },
    ],
  },
  {
    label: 'Windows, macOS, Java and phones',
    formats: [
      {
        format: 'pkcs12',
        label: 'PKCS#12',
        explanation: 'Certificate, chain and key in one .p12 file, AES-256. Everything of this decade.',
        withKey: true,
        withPassphrase: true,
      },
      {
        format: 'pkcs12-legacy',
        label: 'PKCS#12, for old software',
        explanation: 'The same with 3DES, which is weak. Windows before Server 2019, Java before 8u301.',
        withKey: true,
        withPassphrase: true,
      },
      { format: 'der', label: 'Certificate, DER', explanation: 'Binary .der, the certificate alone.' },
    ],
  },
  {
    label: 'To hand over',
    formats: [
      {
        format: 'encrypted-key',
        label: 'Private key, encrypted',
        explanation: 'PEM under a passphrase of yours (PBES2, AES-256).',
        withKey: true,
        withPassphrase: true,
      },
      {
        format: 'kubernetes-secret',
        label: 'Kubernetes Secret',
        explanation: 'YAML of type kubernetes.io/tls. The key in it is encoded, not encrypted.',
        withKey: true,
      },
    ],
  },
];

const all: readonly FormatWords[] = formatGroups.flatMap((group) => group.formats);

/** What most servers ask for. */
export const usualFormats: readonly ExportFormat[] = ['full-chain', 'key', 'ca'];

/** True when a passphrase will be asked for. */
export const asksPassphrase = (formats: readonly ExportFormat[]): boolean =>
  all.some((words) => words.withPassphrase && formats.includes(words.format));

/** Of these formats, the ones that can be written where no private key lies here. */
export const withoutKey = (formats: readonly ExportFormat[]): ExportFormat[] =>
  formats.filter((format) => !all.some((words) => words.format === format && words.withKey));
