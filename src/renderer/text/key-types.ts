import type { KeyType, Purpose } from '../../ipc/schemas';

export const keyTypeNames: Record<KeyType, string> = {
  'ecdsa-p256': 'ECDSA P-256',
  'ecdsa-p384': 'ECDSA P-384',
  'rsa-2048': 'RSA 2048',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
};

/** What each purpose is for; `phrase` completes "For …". */
export const purposeNames: Record<Purpose, { label: string; phrase: string }> = {
  server: { label: 'Server', phrase: 'servers' },
  client: { label: 'Client', phrase: 'clients' },
  'server-client': { label: 'Server and client', phrase: 'servers and clients' },
};
