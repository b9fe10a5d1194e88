import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import { formatIp, parseIp } from '../pki/ip';
import { parseCertificate } from '../pki/parsed-certificate';
import { addressesOf, type ChallengeLook, firstReachable } from './challenge-look';
import { AcmeProblem } from './problem';
import type { Identifier } from './records';

/** id-pe-acmeIdentifier (RFC 8737 section 3). */
const acmeIdentifier = '1.3.6.1.5.5.7.1.31';
const protocol = 'acme-tls/1';

const wrong = (message: string) => new AcmeProblem('incorrectResponse', message);

/** tls-alpn-01 (RFC 8737 section 3, RFC 8738 section 6): a handshake, and nothing is ever said over the connection. */
export async function tlsAlpnChallenge({
  identifier,
  keyAuthorization,
  options,
  signal,
}: ChallengeLook): Promise<void> {
  const addresses = await addressesOf(identifier);
  const der = await firstReachable(addresses, signal, (address) =>
    shownCertificate(address, options.tlsPort, serverName(identifier), signal),
  );
  checkCertificate(der, identifier, createHash('sha256').update(keyAuthorization).digest());
}

/** The name that is asked for; of an address its reverse name, since SNI takes no addresses (RFC 8738 section 6). */
function serverName({ type, value }: Identifier): string {
  if (type === 'dns') return value;
  const bytes = parseIp(value)?.bytes ?? Buffer.alloc(0);
  if (bytes.length === 4) return `${[...bytes].reverse().join('.')}.in-addr.arpa`;
  return `${[...bytes.toString('hex')].reverse().join('.')}.ip6.arpa`;
}

function shownCertificate(host: string, port: number, servername: string, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let connected = false;
    const socket = connect({
      host,
      port,
      servername,
      ALPNProtocols: [protocol],
      minVersion: 'TLSv1.2',
      // It is self-signed; what it says is checked, and not who signed it.
      rejectUnauthorized: false,
    });
    const end = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    const abort = () => end(new Error('aborted'));
    signal.addEventListener('abort', abort);
    socket.once('close', () => signal.removeEventListener('abort', abort));
    socket.once('connect', () => {
      connected = true;
    });
    socket.once('error', () => {
      if (connected) end(new AcmeProblem('tls', `The TLS handshake with ${host}:${port} failed.`));
      else end(new AcmeProblem('connection', `Nothing listens at ${host}:${port}, or it cannot be reached.`));
    });
    socket.once('secureConnect', () => {
      const der = socket.getPeerCertificate().raw as Buffer | undefined;
      const agreed = socket.alpnProtocol;
      socket.destroy();
      if (agreed !== protocol) reject(wrong(`${host}:${port} does not speak ${protocol}.`));
      else if (der === undefined) reject(wrong(`${host}:${port} shows no certificate.`));
      else resolve(der);
    });
  });
}

function checkCertificate(der: Buffer, identifier: Identifier, digest: Buffer): void {
  const { alternativeNames, asn } = read(der);
  const [name, ...more] = alternativeNames;
  const shown = name?.type === 'dns' ? name.text.toLowerCase() : name?.type === 'ip' ? formatIp(name.bytes) : undefined;
  if (more.length > 0 || name?.type !== identifier.type || shown !== identifier.value) {
    throw wrong(`The challenge's certificate must name ${identifier.value} and nothing else.`);
  }
  const extension = (asn.tbsCertificate.extensions ?? []).find(({ extnID }) => extnID === acmeIdentifier);
  if (extension === undefined || !extension.critical) {
    throw wrong("The challenge's certificate has no critical acmeIdentifier extension.");
  }
  // An OCTET STRING of 32 bytes.
  const value = Buffer.from(extension.extnValue.buffer);
  if (value[0] !== 0x04 || value[1] !== 32 || !value.subarray(2).equals(digest)) {
    throw wrong("The challenge's certificate is for another challenge or another account key.");
  }
}

function read(der: Buffer) {
  try {
    return parseCertificate(der);
  } catch {
    throw wrong("The challenge's certificate cannot be read.");
  }
}
