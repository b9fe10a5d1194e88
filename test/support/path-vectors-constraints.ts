import { type Extension, type GeneralName, OtherName } from '@peculiar/asn1-x509';
import { constraints, dn, issue, type Spec } from './path-certificates';
import type { PathVector } from './path-vectors';

type Names = Partial<GeneralName>[];
type Limits = [permitted: Names, excluded?: Names];

const dns = (dNSName: string) => ({ dNSName });
const ip = (iPAddress: string) => ({ iPAddress });
const mail = (rfc822Name: string) => ({ rfc822Name });
const uri = (uniformResourceIdentifier: string) => ({ uniformResourceIdentifier });
const directory = (text: string) => ({ directoryName: dn(text) });

/** An otherName with a UTF8String in it. */
function other(typeId: string, text: string): Partial<GeneralName> {
  const content = Buffer.from(text);
  const value = new Uint8Array(Buffer.concat([Buffer.from([0x0c, content.length]), content])).buffer;
  return { otherName: new OtherName({ typeId, value }) };
}

/** A leaf directly under a root with limits: its names alone decide. The subject holds nothing that looks like a host. */
function under(
  title: string,
  limits: Limits | Extension,
  names: Names,
  good: boolean,
  more: Partial<PathVector> & { subject?: string } = {},
): PathVector {
  const { subject = 'A leaf', ...rest } = more;
  const root = issue({ limits: Array.isArray(limits) ? constraints(...limits) : limits });
  return {
    title,
    leaf: issue({ issuer: root, subject, names }),
    roots: [root],
    fails: good ? [] : ['name-constraints'],
    ...rest,
  };
}

const test: Limits = [[dns('test')]];
const notNo: Limits = [[dns('test')], [dns('no.test')]];

function dnsVectors(): PathVector[] {
  return [
    under('a DNS name below a permitted one', test, [dns('a.b.test')], true),
    under('the permitted DNS name itself', test, [dns('test')], true),
    under('a permitted name in capitals', test, [dns('APP.TEST')], true),
    under('a DNS name outside', test, [dns('app.example')], false),
    under('one outside among good ones', test, [dns('a.test'), dns('b.test'), dns('c.example')], false),
    under('a name that only ends in the same letters', test, [dns('mytest')], false),
    under('a wildcard below a permitted name', test, [dns('*.app.test')], true),
    under('a wildcard outside', test, [dns('*.app.example')], false),
    under('a wildcard above the permitted name', [[dns('a.app.test')]], [dns('*.app.test')], false),
    under('an excluded DNS name', notNo, [dns('a.no.test')], false),
    under('a DNS name beside the excluded one', notNo, [dns('a.yes.test')], true),
    under('nothing permitted, one excluded, and another name', [[], [dns('no.test')]], [dns('app.example')], true),
    under('a base with a dot, and a name below it', [[dns('.app.test')]], [dns('a.app.test')], true),
    under('a base with a dot, and the name itself', [[dns('.app.test')]], [dns('app.test')], false),
    under('an empty base, which holds every name', [[dns('')]], [dns('app.example')], true),
    under('every name excluded', [[], [dns('')]], [dns('app.example')], false),
    under('a wildcard that reaches an excluded name', notNo, [dns('*.test')], false, {
      differs: 'openssl compares *.test as a text; Go refuses it since CVE-2025-61727',
    }),
    under('an excluded name with a dot at its end', notNo, [dns('a.no.test.')], false),
    under(
      'an excluded name with a dot at its end, nothing permitted',
      [[], [dns('no.test')]],
      [dns('a.no.test.')],
      false,
      {
        differs: 'openssl takes it for another name; a client that drops the dot would not',
      },
    ),
    under('an address where only DNS names are limited', test, [dns('a.test'), ip('192.0.2.1')], true),
  ];
}

function addressVectors(): PathVector[] {
  const loopback: Limits = [[ip('127.0.0.0/8'), ip('::1/128')]];
  const tenExcluded: Limits = [[], [ip('10.0.0.0/8')]];
  return [
    under('a permitted IPv4 address', loopback, [ip('127.1.2.3')], true),
    under('an IPv4 address outside', loopback, [ip('128.0.0.1')], false),
    under('a permitted IPv6 address', loopback, [ip('::1')], true),
    under('an IPv6 address outside', loopback, [ip('::2')], false),
    under('an IPv6 address under limits on IPv4 alone', [[ip('127.0.0.0/8')]], [ip('::1')], false),
    under('an excluded IPv4 address', tenExcluded, [ip('10.1.2.3')], false),
    under('an IPv4 address beside the excluded ones', tenExcluded, [ip('11.1.2.3')], true),
    under('an IPv6 address where IPv4 ones are excluded', tenExcluded, [ip('::1')], true),
    under('an excluded IPv6 address', [[], [ip('fc00::/7')]], [ip('fd12::1')], false),
    under('all addresses excluded', [[], [ip('0.0.0.0/0'), ip('::/0')]], [ip('127.0.0.1')], false),
    under('a DNS name where all addresses are excluded', [[], [ip('0.0.0.0/0'), ip('::/0')]], [dns('a.test')], true),
  ];
}

function mailVectors(): PathVector[] {
  const utf8 = '1.3.6.1.5.5.7.8.9';
  const strange = '1.3.6.1.4.1.99999.3';
  return [
    under('a mailbox in the permitted host', [[mail('app.test')]], [mail('me@app.test')], true),
    under('a mailbox below the permitted host', [[mail('app.test')]], [mail('me@a.app.test')], false),
    under('a mailbox below a permitted domain', [[mail('.app.test')]], [mail('me@a.app.test')], true),
    under('a mailbox in the permitted domain itself', [[mail('.app.test')]], [mail('me@app.test')], false),
    under('the permitted mailbox', [[mail('me@app.test')]], [mail('me@APP.test')], true),
    under('another mailbox than the permitted one', [[mail('me@app.test')]], [mail('you@app.test')], false),
    under('the permitted mailbox in other case', [[mail('me@app.test')]], [mail('Me@app.test')], false),
    under('an excluded mailbox', [[], [mail('me@app.test')]], [mail('me@app.test')], false),
    under('a mailbox in an excluded host', [[], [mail('app.test')]], [mail('me@app.test')], false),
    under('a mailbox beside the excluded host', [[], [mail('app.test')]], [mail('me@other.test')], true),
    under('an e-mail address in the subject, outside', [[mail('app.test')]], [dns('a.test')], false, {
      subject: 'CN=Me, E=me@other.test',
    }),
    under('an e-mail address in the subject, inside', [[mail('app.test')]], [dns('a.test')], true, {
      subject: 'CN=Me, E=me@app.test',
    }),
    under('a mailbox in UTF-8 outside (RFC 9598)', [[mail('app.test')]], [other(utf8, 'mé@other.test')], false),
    under('a mailbox in UTF-8 inside', [[mail('app.test')]], [other(utf8, 'mé@app.test')], true),
    under('an otherName that nobody can judge, limited', [[other(strange, 'a')]], [other(strange, 'a')], false),
    under('an otherName that nobody can judge, not limited', test, [dns('a.test'), other(strange, 'a')], true),
  ];
}

function uriVectors(): PathVector[] {
  return [
    under('a URI on the permitted host', [[uri('app.test')]], [uri('https://app.test:8443/x')], true),
    under('a URI below the permitted host', [[uri('app.test')]], [uri('https://a.app.test/')], false),
    under('a URI below a permitted domain', [[uri('.app.test')]], [uri('spiffe://a.app.test/api')], true),
    under('a URI on another host', [[uri('.app.test')]], [uri('https://other.test/.app.test')], false),
    under('a URI on an excluded host', [[], [uri('app.test')]], [uri('https://app.test/')], false),
    under('a URI beside the excluded host', [[], [uri('app.test')]], [uri('https://other.test/')], true),
    under('a URI without a host', [[uri('.app.test')]], [uri('urn:app.test')], false),
    under(
      'a URI with an address as host, nothing permitted',
      [[], [uri('app.test')]],
      [uri('https://127.0.0.1/')],
      false,
      {
        differs: 'openssl compares the address as a host name; RFC 5280 section 4.2.1.10 says to refuse it',
      },
    ),
    under('a URI with a user before its host', [[uri('app.test')]], [uri('https://me@app.test/')], true, {
      differs: 'openssl takes "me@app.test" for the host; RFC 3986 section 3.2 has the user apart',
    }),
    under(
      'a URI that hides another host before the permitted one',
      [[uri('app.test')]],
      [uri('https://evil.test\\@app.test/')],
      false,
    ),
  ];
}

function directoryVectors(): PathVector[] {
  const ours: Limits = [[directory('O=Ours')]];
  const notOurs: Limits = [[], [directory('O=Ours')]];
  const host = [dns('a.test')];
  const withMiddle = (title: string, middleSubject: string, good: boolean): PathVector => {
    const root = issue({ subject: 'O=Ours, CN=Root', limits: constraints(...ours) });
    const middle = issue({ subject: middleSubject, issuer: root, ca: true });
    const leaf = issue({ subject: 'O=Ours, CN=leaf', issuer: middle, names: host });
    return { title, leaf, intermediates: [middle], roots: [root], fails: good ? [] : ['name-constraints'] };
  };
  const root = issue({ subject: 'Theirs', limits: constraints(...ours) });
  const rollover = issue({ subject: 'Theirs', issuer: root, ca: true });
  return [
    under('a subject in the permitted directory', ours, host, true, { subject: 'O=Ours, CN=leaf' }),
    under('a subject in the permitted directory, in other case and spaces', ours, host, true, {
      subject: 'O=  OURS , CN=leaf',
    }),
    under('a subject in another directory', ours, host, false, { subject: 'O=Theirs, CN=leaf' }),
    under('a subject with the parts in another order', ours, host, false, { subject: 'CN=leaf, O=Ours' }),
    under('a subject in the excluded directory', notOurs, host, false, { subject: 'O=Ours, CN=leaf' }),
    under('a subject beside the excluded directory', notOurs, host, true, { subject: 'O=Theirs, CN=leaf' }),
    under('a directory name beside the subject, outside', ours, [directory('O=Theirs')], false, {
      subject: 'O=Ours, CN=leaf',
    }),
    under('an empty subject under limits on directories', ours, host, true, { subject: '' }),
    withMiddle('an intermediate in the permitted directory', 'O=Ours, CN=Middle', true),
    withMiddle('an intermediate in another directory', 'O=Theirs, CN=Middle', false),
    {
      title: 'a self-issued intermediate, which the limits pass over',
      leaf: issue({ subject: 'O=Ours, CN=leaf', issuer: rollover, names: host }),
      intermediates: [rollover],
      roots: [root],
      fails: [],
    },
  ];
}

/** Names of an intermediate and a leaf, with limits at both levels. */
function chainVectors(): PathVector[] {
  const chain = (title: string, root: Spec, middle: Spec, names: Names, good: boolean): PathVector => {
    const top = issue(root);
    const between = issue({ subject: 'Middle', issuer: top, ca: true, ...middle });
    const leaf = issue({ subject: 'A leaf', issuer: between, names });
    return { title, leaf, intermediates: [between], roots: [top], fails: good ? [] : ['name-constraints'] };
  };
  const limited = { limits: constraints([dns('test')]) };
  const narrow = { limits: constraints([dns('a.test')]) };
  return [
    chain("a leaf outside the root's limits, two levels down", limited, {}, [dns('app.example')], false),
    chain("a leaf outside the intermediate's limits", {}, limited, [dns('app.example')], false),
    chain('a leaf inside the limits of both', limited, narrow, [dns('x.a.test')], true),
    chain("a leaf inside the root's limits and outside the intermediate's", limited, narrow, [dns('x.b.test')], false),
    chain("a leaf inside the intermediate's limits, which are wider", narrow, limited, [dns('x.b.test')], false),
    chain('two disjoint limits', narrow, { limits: constraints([dns('b.test')]) }, [dns('x.b.test')], false),
  ];
}

function oddVectors(): PathVector[] {
  const bound = (bounds: { minimum?: number; maximum?: number }) => constraints([dns('test')], [], bounds);
  return [
    under('a common name that is a host outside, and no alternative name', test, [], false, { subject: 'app.example' }),
    under('a common name that is a host inside, and no alternative name', test, [], true, { subject: 'app.test' }),
    under('a common name that is a host outside, beside a DNS name', test, [dns('a.test')], true, {
      subject: 'app.example',
    }),
    under('a common name that is a host outside, beside an address', test, [ip('127.0.0.1')], false, {
      subject: 'app.example',
    }),
    under('a common name of one label, which is no host', test, [], true, { subject: 'example' }),
    under('a common name with a wildcard, which is no host', test, [], true, { subject: '*.app.example' }),
    under('a common name that is a person', test, [], true, { subject: 'Ada Lovelace' }),
    under('a subtree with a minimum', bound({ minimum: 1 }), [dns('a.test')], false),
    under('a subtree with a maximum', bound({ maximum: 3 }), [dns('a.test')], false),
  ];
}

/** Name constraints of every type, permitted and excluded. */
export function constraintVectors(): PathVector[] {
  return [
    ...dnsVectors(),
    ...addressVectors(),
    ...mailVectors(),
    ...uriVectors(),
    ...directoryVectors(),
    ...chainVectors(),
    ...oddVectors(),
  ];
}
