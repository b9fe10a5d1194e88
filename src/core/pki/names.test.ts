import { describe, expect, it } from 'vitest';
import type { NameCheck, NameLimits, Purpose } from '../../ipc/schemas';
import { defaultLimits } from './limits';
import type { NameProblemCode } from './name-problem';
import { checkNames } from './names';
import { maxNames } from './profile';

const anything: NameLimits = { kind: 'none' };

function checkOne(input: string, purpose: Purpose = 'server', limits = anything): NameCheck {
  const [check] = checkNames([input], { limits, purpose });
  if (check === undefined) throw new Error('no answer');
  return check;
}

describe('a name that is right', () => {
  it.each([
    ['app.test', 'dns', 'app.test', 'app.test'],
    ['localhost', 'dns', 'localhost', 'localhost'],
    ['  app.test\n', 'dns', 'app.test', 'app.test'],
    ['APP.Test', 'dns', 'app.test', 'app.test'],
    ['app.test.', 'dns', 'app.test', 'app.test'],
    ['*.app.test', 'dns', '*.app.test', '*.app.test'],
    ['*.APP.test.', 'dns', '*.app.test', '*.app.test'],
    ['*.github.io', 'dns', '*.github.io', '*.github.io'],
    ['my_app.test', 'dns', 'my_app.test', 'my_app.test'],
    ['a--b.test', 'dns', 'a--b.test', 'a--b.test'],
    ['1.app', 'dns', '1.app', '1.app'],
    ['bücher.test', 'dns', 'xn--bcher-kva.test', 'bücher.test'],
    ['BÜCHER.test', 'dns', 'xn--bcher-kva.test', 'bücher.test'],
    ['xn--bcher-kva.test', 'dns', 'xn--bcher-kva.test', 'bücher.test'],
    ['straße.test', 'dns', 'xn--strae-oqa.test', 'straße.test'],
    ['*.bücher.test', 'dns', '*.xn--bcher-kva.test', '*.bücher.test'],
    ['例え。テスト', 'dns', 'xn--r8jz45g.xn--zckzah', '例え.テスト'],
    [`${'a'.repeat(63)}.test`, 'dns', `${'a'.repeat(63)}.test`, `${'a'.repeat(63)}.test`],
    ['127.0.0.1', 'ip', '127.0.0.1', '127.0.0.1'],
    ['255.255.255.255', 'ip', '255.255.255.255', '255.255.255.255'],
    ['::1', 'ip', '::1', '::1'],
    ['FD00:0:0::0001', 'ip', 'fd00::1', 'fd00::1'],
    ['2001:db8:0:0:1:0:0:1', 'ip', '2001:db8::1:0:0:1', '2001:db8::1:0:0:1'],
  ])('%j is %s %s', (input, type, value, display) => {
    expect(checkOne(input)).toMatchObject({ input, ok: true, name: { type, value, display } });
  });

  it.each([
    ['me@app.test', 'email', 'me@app.test'],
    ['Me.You+x@APP.test', 'email', 'Me.You+x@app.test'],
    ['me@bücher.test', 'email', 'me@xn--bcher-kva.test'],
    ['spiffe://app.test/api', 'uri', 'spiffe://app.test/api'],
    ['https://App.test:8443/x', 'uri', 'https://app.test:8443/x'],
    ['spiffe://Bücher.test/api?ü', 'uri', 'spiffe://xn--bcher-kva.test/api?%C3%BC'],
    ['spiffe://App.Test/Api', 'uri', 'spiffe://app.test/Api'],
  ])('%j is %s for a client', (input, type, value) => {
    expect(checkOne(input, 'client')).toMatchObject({ ok: true, name: { type, value } });
    expect(checkOne(input, 'server').ok).toBe(false);
  });
});

describe('a certificate for e-mail', () => {
  it('takes addresses of mailboxes, and says of other names that they are none', () => {
    expect(checkOne('me@app.test', 'email')).toMatchObject({ ok: true, name: { type: 'email' } });
    for (const other of ['app.test', '*.app.test', '127.0.0.1', 'https://app.test/']) {
      expect(checkOne(other, 'email')).toMatchObject({
        ok: false,
        problem: { code: 'bad-name', message: expect.stringContaining('no e-mail address') },
      });
    }
    expect(checkOne('*.bücher.test', 'email').problem?.hint).toContain('me@bücher.test');
    expect(checkOne('me@google.com', 'email', defaultLimits()).problem?.code).toBe('outside-limits');
  });
});

describe('a name that is wrong says what is wrong and what would be right', () => {
  const table: [string, NameProblemCode, RegExp, RegExp][] = [
    ['', 'empty', /empty/, /app\.test/],
    ['   ', 'empty', /empty/, /app\.test/],
    ['app test', 'space', /“app test” has a space/, /comma between names/],
    ['app.test api.test', 'space', /space/, /comma/],
    ['app.test,api.test', 'space', /separator/, /comma/],
    ['*', 'wildcard', /no domain/, /\*\.app\.test/],
    ['*.*', 'wildcard', /first part and nothing else/, /\*\.app\.test/],
    ['*.*.test', 'wildcard', /first part/, /\*\.app\.test/],
    ['a.*.b', 'wildcard', /“a\.\*\.b” has a \* in a later part/, /\*\.app\.test/],
    ['w*.x.test', 'wildcard', /whole first part/, /\*\.x\.test/],
    ['**.x.test', 'wildcard', /whole first part/, /\*\.x\.test/],
    ['*.com', 'wildcard', /every name under com.*public suffix/, /\*\.example\.com/],
    ['*.co.uk', 'wildcard', /public suffix/, /\*\.example\.co\.uk/],
    ['*.home.arpa', 'wildcard', /public suffix/, /\*\.app\.home\.arpa/],
    ['*.test', 'wildcard', /top-level name, which browsers and OpenSSL refuse/, /\*\.app\.test/],
    ['*.localhost', 'wildcard', /top-level/, /\*\.app\.localhost/],
    ['*.127.0.0.1', 'bad-ip', /ends in a number/, /127\.0\.0\.1/],
    ['a'.repeat(64), 'label-too-long', /has 64 characters; a part between dots may have 63/, /Shorten/],
    [`${'a'.repeat(300)}.test`, 'label-too-long', /300 characters/, /Shorten/],
    ['ü'.repeat(60), 'label-too-long', /xn--/, /Shorten/],
    [`*.${'a'.repeat(64)}.test`, 'label-too-long', /64/, /Shorten/],
    [`${'abcdefg.'.repeat(32)}test`, 'name-too-long', /260 characters; a name may have 253/, /Leave out/],
    ['300.1.1.1', 'bad-ip', /“300” is more than 255/, /0 to 255/],
    ['1.2.3.256', 'bad-ip', /“256” is more than 255/, /0 to 255/],
    ['1.2.3', 'bad-ip', /has 3 numbers instead of four/, /1\.2\.0\.3/],
    ['1.2.3.4.5', 'bad-ip', /has 5 numbers instead of four/, /four numbers/],
    ['2130706433', 'bad-ip', /1 number instead/, /127\.0\.0\.1/],
    ['0x7f.1', 'bad-ip', /decimal/, /127\.0\.0\.1/],
    ['0x7f.0.0.1', 'bad-ip', /decimal/, /127\.0\.0\.1/],
    ['010.1.1.1', 'bad-ip', /leading zeros/, /8\.1\.1\.1/],
    ['app.1', 'bad-ip', /ends in a number/, /letters/],
    ['１２７.0.0.1', 'bad-ip', /ends in a number/, /127\.0\.0\.1/],
    ['10.0.0.0/8', 'bad-ip', /range/, /10\.0\.0\.0/],
    ['127.0.0.1:8443', 'has-port', /port/, /Type 127\.0\.0\.1\./],
    ['[::1]', 'bad-ip', /brackets/, /Type ::1\./],
    ['[::1]:8443', 'has-port', /port/, /Type ::1\./],
    ['fe80::1%eth0', 'bad-ip', /zone/, /fe80::1/],
    ['::g', 'bad-ip', /not an IPv6 address/, /::1/],
    ['1:2:3:4:5:6:7:8:9', 'bad-ip', /eight groups/, /::1/],
    ['1::2::3', 'bad-ip', /not an IPv6/, /::1/],
    ['app.test:8443', 'has-port', /port/, /Type app\.test\./],
    ['localhost:3000/login', 'has-port', /port/, /Type localhost\./],
    ['https://app.test:8443/', 'is-url', /web address/, /Type app\.test\./],
    ['http://[::1]:3000/', 'is-url', /web address/, /Type ::1\./],
    ['https://bücher.test/', 'is-url', /web address/, /Type bücher\.test\./],
    ['https://*.app.test/', 'is-url', /web address/, /Type \*\.app\.test\./],
    ['https://', 'bad-name', /not a valid web address/, /app\.test/],
    ['app.test/login', 'is-url', /path/, /Type app\.test\./],
    ['me@app.test', 'bad-name', /e-mail/, /Type app\.test/],
    ['-app.test', 'bad-name', /starts with a hyphen/, /app\.test/],
    ['-ecdsa', 'bad-name', /starts with a hyphen/, /ecdsa/],
    ['app-.test', 'bad-name', /ends with a hyphen/, /app\.test/],
    ['app..test', 'bad-name', /dot/, /app\.test/],
    ['.test', 'bad-name', /dot with nothing before/, /test/],
    ['.', 'bad-name', /dot/, /app\.test/],
    ['app!.test', 'bad-name', /“!”/, /letters, digits and hyphens/],
    ['app%41.test', 'bad-name', /“%”/, /letters/],
    ['ü%41.test', 'bad-name', /character/, /letters/],
    ['app.test\u0000', 'bad-name', /character/, /letters/],
    ['a\u200db.test', 'bad-name', /character/, /letters/],
    ['xn--a.test', 'bad-name', /punycode/, /own letters/],
    ['xn--zzzzzz999.test', 'bad-name', /punycode/, /own letters/],
  ];

  it.each(table)('%j: %s', (input, code, message, hint) => {
    const check = checkOne(input);
    expect(check.ok).toBe(false);
    expect(check.problem?.code).toBe(code);
    expect(check.problem?.message).toMatch(message);
    expect(check.problem?.hint).toMatch(hint);
  });

  it('keeps the message short when the name is long', () => {
    expect(checkOne(`${'a'.repeat(300)}.test`).problem?.message.length).toBeLessThan(150);
  });

  it.each(['@app.test', 'me@', 'me..you@app.test', 'me@-x.test', 'https://app test/', 'spiffe:///x', 'a@b@c'])(
    'refuses %j for a client too',
    (input) => {
      expect(checkOne(input, 'client').ok).toBe(false);
    },
  );
});

describe('names that people want to know something about', () => {
  it('says that a wildcard does not cover the bare name, unless that is in the list', () => {
    expect(checkOne('*.app.test').note).toBe(
      'Covers one level, such as www.app.test; it does not cover app.test itself.',
    );
    const checks = checkNames(['*.app.test', 'app.test'], { limits: anything, purpose: 'server' });
    expect(checks.map(({ ok, note }) => ({ ok, note }))).toEqual([{ ok: true }, { ok: true }]);
  });

  it.each([
    ['my_app.test', /underscore/],
    ['аpple.test', /look-alike/],
    ['0.0.0.0', /listens/],
  ])('%s has a note', (input, note) => {
    expect(checkOne(input)).toMatchObject({ ok: true, note: expect.stringMatching(note) });
  });
});

describe('names together', () => {
  it('finds the same name twice, also when it is typed in another way, and says which', () => {
    const inputs = ['app.test', 'bücher.test', '::1', 'APP.test.', 'xn--bcher-kva.test', '0:0:0:0:0:0:0:1', 'app.test'];
    const checks = checkNames(inputs, { limits: anything, purpose: 'server' });
    expect(checks.map((check) => check.problem?.code)).toEqual([
      undefined,
      undefined,
      undefined,
      'duplicate',
      'duplicate',
      'duplicate',
      'duplicate',
    ]);
    expect(checks[3]?.problem?.message).toBe(
      '“APP.test.” is the same name as “app.test”, which is in the list already.',
    );
    expect(checks[4]?.problem?.message).toContain('“bücher.test”');
    expect(checks[6]?.problem?.message).toBe('“app.test” is in the list twice.');
  });

  it('takes 100 names and says of the rest of 500 that they are too many', () => {
    const inputs = Array.from({ length: 500 }, (_, index) => `host-${index}.test`);
    const checks = checkNames(inputs, { limits: anything, purpose: 'server' });
    expect(checks.filter((check) => check.ok)).toHaveLength(maxNames);
    expect(checks[maxNames]?.problem).toEqual({
      code: 'too-many',
      message: '500 names are too many: one certificate holds 100 at most.',
      hint: 'Make more than one certificate, or use a wildcard such as *.app.test for many names at once.',
    });
    expect(checks.slice(maxNames).every((check) => check.problem?.code === 'too-many')).toBe(true);
  });

  it("names the root's limits and the way out for a name outside of them", () => {
    const check = checkOne('www.google.com', 'server', defaultLimits());
    expect(check.problem?.code).toBe('outside-limits');
    expect(check.problem?.message).toContain('“www.google.com” is outside');
    expect(check.problem?.hint).toContain('localhost, test, internal');
    expect(check.problem?.hint).toContain('whose limits include google.com.');
    expect(checkOne('8.8.8.8', 'server', defaultLimits()).problem?.hint).toContain('whose limits include 8.8.8.8.');
    expect(checkOne('spiffe://google.com/x', 'client', defaultLimits()).problem?.code).toBe('outside-limits');
  });

  it('answers each input in its place', () => {
    const inputs = ['bad name', 'app.test', '', '127.0.0.1'];
    const checks = checkNames(inputs, { limits: defaultLimits(), purpose: 'server' });
    expect(checks.map((check) => check.input)).toEqual(inputs);
    expect(checks.map((check) => check.ok)).toEqual([false, true, false, true]);
  });
});

describe('a URI that no certificate of ours can hold', () => {
  const problemOf = (text: string, limits = defaultLimits()) =>
    checkNames([text], { limits, purpose: 'client' })[0]?.problem;

  it('without a host is no address of IPv6, and is told so', () => {
    for (const text of ['urn:example:x', 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'did:web:app.test']) {
      expect(problemOf(text)?.message).toContain('a URI without a host');
    }
    expect(problemOf('data:443')?.code).toBe('has-port');
  });

  it('with a password in it is refused, and the password is not repeated', () => {
    const problem = problemOf('https://me:secret@app.test/x');
    expect(problem?.message).toContain('a password in it');
    expect(JSON.stringify(problem)).not.toContain('secret');
    expect(problem?.hint).toContain('https://app.test/x');
    expect(problemOf('https://me@app.test/x')).toBeUndefined();
  });

  it('with an address as its host gets a hint that helps', () => {
    expect(problemOf('https://10.0.0.1/')?.hint).toContain('10.0.0.1 alone');
    expect(problemOf('https://[::1]/')?.hint).toContain('::1 alone');
  });
});
