import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isNumber } from './dns-name';
import { parseIp } from './ip';
import { type NameProblem, quoted } from './name-problem';

/**
 * What is wrong with text that is meant as an address but is none. Undefined when it is not meant as an address. The forms
 * that browsers silently read as another address (0x7f.1, 010.0.0.1, 2130706433) are said, not taken for host names.
 */
export function ipProblem(text: string): NameProblem | undefined {
  return wrapped(text) ?? badIpv6(text) ?? badIpv4(text);
}

function wrapped(text: string): NameProblem | undefined {
  const bracket = /^\[([^\]]*)\](:\d+)?$/.exec(text);
  const inner = bracket === null ? undefined : parseIp((bracket[1] ?? '').replace(/%.*$/, ''));
  if (bracket !== null && inner !== undefined) {
    const port = bracket[2] !== undefined;
    return {
      code: port ? 'has-port' : 'bad-ip',
      message: port
        ? `${quoted(text)} has a port; a certificate is for an address on every port.`
        : `${quoted(text)} has brackets, which belong to web addresses only.`,
      hint: `Type ${inner.text}.`,
    };
  }
  const [before = '', zone] = text.split('%');
  const local = zone === undefined ? undefined : parseIp(before);
  if (local !== undefined) {
    return {
      code: 'bad-ip',
      message: `${quoted(text)} has a zone (${quoted(`%${zone}`)}), which means something on one machine only.`,
      hint: `Type the address without it: ${local.text}.`,
    };
  }
  const [first = '', prefix] = text.split('/');
  const range = prefix !== undefined && /^\d+$/.test(prefix) ? parseIp(first) : undefined;
  if (range !== undefined) {
    return {
      code: 'bad-ip',
      message: `${quoted(text)} is a range; a certificate names single addresses.`,
      hint: `Type each address, such as ${range.text}.`,
    };
  }
  const withPort = /^([\d.]+):\d+$/.exec(text)?.[1];
  if (withPort !== undefined && isIPv4(withPort)) {
    return {
      code: 'has-port',
      message: `${quoted(text)} has a port; a certificate is for an address on every port.`,
      hint: `Type ${withPort}.`,
    };
  }
  return undefined;
}

function badIpv6(text: string): NameProblem | undefined {
  const colons = text.split(':').length - 1;
  if (colons < 2 || !/^[0-9a-z:.]+$/i.test(text) || parseIp(text) !== undefined) return undefined;
  return {
    code: 'bad-ip',
    message: `${quoted(text)} is not an IPv6 address: it takes eight groups of up to four hex digits, and "::" once for groups of zeros.`,
    hint: 'Type an address such as ::1 or fd00::1.',
  };
}

function badIpv4(text: string): NameProblem | undefined {
  const parts = text.replace(/\.$/, '').split('.');
  if (!isNumber(parts[parts.length - 1] ?? '') || text.includes(':') || text.includes('@')) return undefined;
  if (!parts.every(isNumber)) return undefined;
  const problem = (message: string, hint: string): NameProblem => ({ code: 'bad-ip', message, hint });
  const usual = parts.every((part) => /^\d+$/.test(part));
  const octet = usual ? parts.find((part) => Number(part) > 255) : undefined;
  if (octet !== undefined && parts.length > 1) {
    return problem(
      `${quoted(text)} is not an IP address: ${quoted(octet)} is more than 255.`,
      'Each of the four numbers goes from 0 to 255, as in 192.168.1.10.',
    );
  }
  const meant = ipaddr.IPv4.isValid(text) ? ipaddr.IPv4.parse(text).toString() : undefined;
  const hint =
    meant === undefined ? 'Type four numbers from 0 to 255, as in 127.0.0.1.' : `If you mean ${meant}, type that.`;
  if (usual && parts.length !== 4) {
    const count = parts.length === 1 ? '1 number' : `${parts.length} numbers`;
    return problem(`${quoted(text)} is not an IP address: it has ${count} instead of four.`, hint);
  }
  return problem(
    `${quoted(text)} is not in plain decimal form: tools read hex digits and leading zeros in different ways.`,
    hint,
  );
}
