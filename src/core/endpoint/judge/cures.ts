import type { Cure } from '../../../ipc/inspect-schemas';
import type { Certificate } from '../../../ipc/schemas';

/** Names as words of a shell: those of hosts and addresses need no quotes, but a * does. */
const word = (text: string) => (/^[A-Za-z0-9._:@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

export const issueFor = (...names: string[]): Cure => ({
  kind: 'issue',
  names,
  label: `Issue a certificate for ${names.join(', ')}`,
  command: `sealwax issue ${names.map(word).join(' ')}`,
});

export const trustRoot = (authorityId: string): Cure => ({
  kind: 'trust',
  authorityId,
  label: 'Trust this root on this machine',
  command: `sealwax trust install --ca ${authorityId}`,
});

export const renew = ({ id }: Pick<Certificate, 'id'>): Cure => ({
  kind: 'renew',
  certificateId: id,
  label: 'Renew it',
  command: `sealwax renew ${id}`,
});

export const deploy = ({ id }: Pick<Certificate, 'id'>): Cure => ({
  kind: 'deploy',
  certificateId: id,
  label: 'Write it to where the server reads it',
  command: `sealwax deploy list ${id}`,
});

export const snippet = ({ id }: Pick<Certificate, 'id'>): Cure => ({
  kind: 'snippet',
  certificateId: id,
  snippet: 'nginx',
  label: 'Copy the server’s configuration with its full chain',
  command: `sealwax show ${id} --snippet nginx`,
});

export function proxyFor(host: string, port: number): Cure {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const label = `Put HTTPS in front of port ${port}`;
  return { kind: 'proxy', target, label, command: `sealwax proxy --from 8443 --to ${target}` };
}

export const copy = (label: string, text: string): Cure => ({ kind: 'text', label, text });

/** What a server of today is told, in the words of nginx and Apache. */
export const modernProtocols = copy(
  'Copy the lines for nginx',
  'ssl_protocols TLSv1.2 TLSv1.3;\nssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305;\n',
);
