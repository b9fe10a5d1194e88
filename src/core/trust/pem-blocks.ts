import { sha256Hex } from '../digest';

export interface PemBlock {
  /** SHA-256 of the DER, 64 lower-case hex digits. */
  fingerprint256: string;
  der: Buffer;
}

// OpenSSL's "TRUSTED CERTIFICATE" is left out on purpose: its data goes on after the certificate (x509(1)).
const block = /-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END (?:X509 )?CERTIFICATE-----/g;

/** Every certificate of a PEM text, in its order; text around and between the blocks is passed over (RFC 7468 section 2). */
export function pemBlocks(text: string): PemBlock[] {
  return [...text.matchAll(block)].map(([, body = '']) => {
    const der = Buffer.from(body, 'base64');
    return { fingerprint256: sha256Hex(der), der };
  });
}

function bodyLines(der: Uint8Array): string[] {
  return (
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  );
}

/** PEM with lines of 64 characters (RFC 7468 section 2), whatever the layout it came in. */
export function toPem(der: Uint8Array): string {
  return `-----BEGIN CERTIFICATE-----\n${bodyLines(der).join('\n')}\n-----END CERTIFICATE-----\n`;
}

/**
 * A line of the PEM that no other certificate has: the last whole one, which lies in the signature. A script looks for it
 * in the system's list, which every distribution writes with lines of 64 characters.
 */
export function tellingLine(der: Uint8Array): string {
  const whole = bodyLines(der).filter((line) => line.length === 64);
  const line = whole.pop();
  if (line === undefined) throw new Error('a certificate is longer than 48 bytes');
  return line;
}
