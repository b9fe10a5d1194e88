import type { KeyType, Purpose } from '../../ipc/schemas';

export const keyTypeNames: Record<KeyType, string> = {
  'ecdsa-p256': 'ECDSA P-256',
  'ecdsa-p384': 'ECDSA P-384',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
};

/** What each purpose is for; `phrase` completes "For …". */
export const purposeNames: Record<Purpose, { label: string; phrase: string; explanation: string }> = {
  server: {
    label: 'Server',
    phrase: 'servers',
    explanation: 'Proves a server to those who open it: HTTPS, and anything else over TLS.',
  },
  client: {
    label: 'Client',
    phrase: 'clients',
    explanation: 'Proves a program or a person to a server that asks for a certificate (mutual TLS).',
  },
  'server-client': {
    label: 'Server and client',
    phrase: 'servers and clients',
    explanation: 'For nodes that both answer and call each other (mutual TLS).',
  },
  email: {
    label: 'E-mail',
    phrase: 'e-mail',
    explanation: 'Signs and encrypts mail (S/MIME). At least one name must be a mail address.',
  },
};
