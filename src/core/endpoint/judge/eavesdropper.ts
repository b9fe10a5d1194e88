import type { InspectReport, InspectTarget } from '../../../ipc/inspect-schemas';
import type { Answered } from '../wire/probe';
import { startLabel } from '../wire/starttls';

/** What somebody on the line sees of a connection of a usual client, in whole sentences. */
export function eavesdropperSees(
  target: InspectTarget,
  heard: Answered,
  secrecy: InspectReport['forwardSecrecy'],
): string[] {
  const tls13 = (heard.hello?.version ?? 0) >= 0x0304;
  const { start, serverName, host, port } = target;
  return [
    `The addresses of both sides and the port ${port}.`,
    ...(start === 'tls' ? [] : [`The first words of ${startLabel(start)}, up to the start of TLS.`]),
    serverName === undefined
      ? 'No name of the server: an address is not sent in the handshake.'
      : `The name ${serverName}, which stands in the first message as it is.`,
    tls13
      ? 'Not the certificate: TLS 1.3 encrypts it.'
      : `The certificate with all its names, which go over the line as they are${host === serverName ? '' : ', also those that were not asked for'}.`,
    heard.alpn === undefined
      ? 'Not what is said afterwards, but how much and when.'
      : tls13
        ? `Which protocols the client offers, not that ${heard.alpn} was chosen; not what is said, but how much and when.`
        : `That ${heard.alpn} is spoken; not what is said, but how much and when.`,
    secrecy.message,
  ];
}
