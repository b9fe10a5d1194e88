import type { GeneralName } from '@peculiar/asn1-x509';
import { issue } from './path-certificates';
import type { PathVector } from './path-vectors';

/** Whether the certificate is for a name (RFC 9525 section 6). */
export function nameVectors(): PathVector[] {
  const root = issue({});
  const asked = (
    title: string,
    names: Partial<GeneralName>[],
    name: string,
    good: boolean,
    more: { subject?: string; differs?: string } = {},
  ): PathVector => {
    const { subject = 'A leaf', ...rest } = more;
    const leaf = issue({ issuer: root, subject, names });
    return { title, leaf, roots: [root], name, fails: good ? [] : ['name-mismatch'], ...rest };
  };
  const dns = (dNSName: string) => ({ dNSName });
  const ip = (iPAddress: string) => ({ iPAddress });
  const mail = (rfc822Name: string) => ({ rfc822Name });
  const any = [dns('app.test'), dns('*.app.test'), ip('127.0.0.1'), ip('2001:db8::1'), mail('me@app.test')];
  return [
    asked('the host of the certificate', any, 'app.test', true),
    asked('the host in capitals', any, 'APP.Test', true),
    asked('another host', any, 'other.test', false),
    asked('a host that only ends in the same letters', any, 'myapp.test', false),
    asked('a host under a wildcard', any, 'www.app.test', true),
    asked('a host two labels under a wildcard', any, 'a.www.app.test', false),
    asked('the domain of a wildcard itself', [dns('*.app.test')], 'app.test', false),
    asked('a wildcard under a top-level name', [dns('*.test')], 'app.test', false),
    asked('a wildcard for everything', [dns('*')], 'localhost', false),
    asked('a wildcard in the second label', [dns('www.*.app.test')], 'www.a.app.test', false),
    asked('a wildcard within a label', [dns('w*.app.test')], 'www.app.test', false, {
      differs: 'openssl still matches part of a label; RFC 9525 section 6.3 and browsers do not',
    }),
    asked('two wildcards', [dns('*.*.app.test')], 'a.b.app.test', false),
    asked('an international host, in its own letters', [dns('xn--mnchen-3ya.test')], 'xn--mnchen-3ya.test', true),
    asked('a wildcard for an international label', [dns('*.app.test')], 'xn--mnchen-3ya.app.test', true),
    asked('the address of the certificate', any, '127.0.0.1', true),
    asked('another address', any, '127.0.0.2', false),
    asked('an IPv6 address', any, '2001:db8::1', true),
    asked('an IPv6 address in another form', any, '2001:DB8:0:0:0:0:0:1', true),
    asked('another IPv6 address', any, '2001:db8::2', false),
    asked('an address that stands as a DNS name', [dns('127.0.0.1')], '127.0.0.1', false),
    asked('an address that stands as a common name', [], '127.0.0.1', false, { subject: '127.0.0.1' }),
    asked('a host that stands as a common name alone', [], 'app.test', false, {
      subject: 'app.test',
      differs: 'openssl reads the common name when there is no DNS name; browsers, Go and Node have dropped it',
    }),
    asked('a host that stands as a common name, beside a DNS name', [dns('a.test')], 'app.test', false, {
      subject: 'app.test',
    }),
    asked('the mailbox of the certificate', any, 'me@app.test', true),
    asked('the mailbox with its host in capitals', any, 'me@APP.test', true),
    asked('the mailbox in other case', any, 'Me@app.test', false),
    asked('another mailbox', any, 'you@app.test', false),
    asked('a mailbox in the subject alone', [dns('a.test')], 'me@app.test', true, { subject: 'CN=Me, E=me@app.test' }),
    asked('a mailbox in the subject, beside another', [mail('you@app.test')], 'me@app.test', false, {
      subject: 'CN=Me, E=me@app.test',
    }),
  ];
}
