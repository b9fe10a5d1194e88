import { generateKeyPairSync } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AttributeTypeAndValue,
  AttributeValue,
  Extension,
  GeneralName,
  KeyUsageFlags,
  OtherName,
  RelativeDistinguishedName,
  SubjectAlternativeName,
} from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import { type ForeignRequest, foreignRequest } from '../../../test/support/foreign-request';
import type { CertificateName, KeyType, Purpose } from '../../ipc/schemas';
import { buildRequest, parseRequest, requestRefusals } from './csr';
import { emailAddressOid } from './distinguished-name';
import { basicConstraints, extendedKeyUsage, keyUsage, subjectAlternativeName } from './extensions';
import { generateKey, keyTypeWords } from './keys';
import { encodePem } from './pem';
import { subjectOf } from './subject';

const dns = (value: string): CertificateName => ({ type: 'dns', value, display: value });
const ip = (value: string): CertificateName => ({ type: 'ip', value, display: value });
const email = (value: string): CertificateName => ({ type: 'email', value, display: value });
const key = await generateKey('ecdsa-p256');

const codes = (der: Buffer) => requestRefusals(parseRequest(der)).map(({ code }) => code);

describe('a request that is made here', () => {
  it.each(Object.keys(keyTypeWords) as KeyType[])('with a key of %s asks for its names and is signed', async (type) => {
    const names = [dns('app.test'), dns('*.app.test'), ip('::1'), ip('127.0.0.1')];
    const made = await buildRequest({
      names,
      subject: { country: 'de', organization: 'Acme' },
      purpose: 'server',
      key: await generateKey(type),
    });
    const parsed = parseRequest(made.pem);
    expect(parsed).toMatchObject({
      pem: made.pem,
      subject: 'C=DE, O=Acme, CN=app.test',
      subjectFields: { country: 'DE', organization: 'Acme', commonName: 'app.test' },
      commonName: 'app.test',
      names,
      keyType: keyTypeWords[type],
      signature: { ok: true, message: '' },
      wantsAuthority: false,
      keyUsages: type.startsWith('rsa') ? ['digital signature', 'key encipherment'] : ['digital signature'],
      extendedKeyUsages: ['server authentication'],
      extendedKeyUsageOids: ['1.3.6.1.5.5.7.3.1'],
      purpose: 'server',
    });
    expect(requestRefusals(parsed)).toEqual([]);
    expect(parseRequest(made.der).spki.equals(parsed.spki)).toBe(true);
  });

  it.each<[Purpose, CertificateName[], string, string[]]>([
    ['client', [email('me@app.test')], 'CN=me@app.test', ['client authentication']],
    ['server-client', [dns('a.test')], 'CN=a.test', ['server authentication', 'client authentication']],
    ['email', [email('me@app.test')], 'CN=me@app.test', ['e-mail protection']],
    ['server', [ip('127.0.0.1')], '', ['server authentication']],
  ])('for %s gives its purpose back', async (purpose, names, subject, usages) => {
    const parsed = parseRequest((await buildRequest({ names, purpose, key })).der);
    expect(parsed).toMatchObject({ purpose, subject, extendedKeyUsages: usages, names });
  });

  it('is not made without names, with too many, or with a subject that cannot be', async () => {
    const base = { purpose: 'server' as const, key };
    await expect(buildRequest({ ...base, names: [] })).rejects.toMatchObject({ field: 'names' });
    const many = Array.from({ length: 101 }, (_, index) => dns(`h${index}.test`));
    await expect(buildRequest({ ...base, names: many })).rejects.toMatchObject({ code: 'too-many-names' });
    const subject = { country: 'Germany' };
    await expect(buildRequest({ ...base, names: [dns('a.test')], subject })).rejects.toMatchObject({
      field: 'subject.country',
    });
  });
});

describe('the request of somebody else', () => {
  it('is read as DER, and as PEM under both labels with text around it', () => {
    const der = foreignRequest();
    const pem = encodePem(der, 'CERTIFICATE REQUEST');
    const old = pem.replaceAll('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST').replaceAll('\n', '\r\n');
    for (const input of [der, pem, old, Buffer.from(old), `Certificate Request:\n  Data:\n${pem}\nmore`]) {
      expect(parseRequest(input)).toMatchObject({ subject: 'CN=app.test', signature: { ok: true } });
    }
  });

  it('without alternative names is for its common name, if that is a name', () => {
    expect(parseRequest(foreignRequest()).names).toEqual([dns('app.test')]);
    const forPerson = foreignRequest({ subject: subjectOf({ commonName: 'Alice Doe' }) });
    expect(parseRequest(forPerson)).toMatchObject({ commonName: 'Alice Doe', names: [], purpose: 'server' });
    expect(parseRequest(foreignRequest({ subject: subjectOf({ commonName: '10.0.0.1' }) })).names).toEqual([
      ip('10.0.0.1'),
    ]);
    const mailbox = new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: emailAddressOid, value: new AttributeValue({ ia5String: 'me@app.test' }) }),
    ]);
    const subject = subjectOf({ commonName: 'Alice Doe' });
    subject.push(mailbox);
    const forMail = foreignRequest({ subject, extensions: [extendedKeyUsage(['1.3.6.1.5.5.7.3.4'])] });
    expect(parseRequest(forMail)).toMatchObject({ names: [email('me@app.test')], purpose: 'email' });
  });

  it("is read with Microsoft's attribute for its extensions, too", () => {
    const extensions = [subjectAlternativeName([dns('iis.test')])];
    expect(parseRequest(foreignRequest({ extensions, attribute: '1.3.6.1.4.1.311.2.1.14' })).names).toEqual([
      dns('iis.test'),
    ]);
    expect(parseRequest(foreignRequest({ extensions, attribute: '1.2.3.4' })).names).toEqual([dns('app.test')]);
  });

  it('shows all that it asks for', () => {
    const strange = new Extension({
      extnID: '1.2.3.4',
      critical: true,
      extnValue: new OctetString(Buffer.from('0500', 'hex')),
    });
    const parsed = parseRequest(
      foreignRequest({
        extensions: [
          subjectAlternativeName([dns('a.test'), ip('::1'), { type: 'uri', value: 'spiffe://a/b', display: '' }]),
          basicConstraints(false),
          keyUsage(KeyUsageFlags.digitalSignature | KeyUsageFlags.dataEncipherment),
          extendedKeyUsage(['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.3', '1.2.3']),
          strange,
        ],
      }),
    );
    expect(parsed.extensions).toEqual([
      {
        oid: '2.5.29.17',
        name: 'subject alternative name',
        critical: false,
        value: 'DNS a.test, address ::1, URI spiffe://a/b',
      },
      { oid: '2.5.29.19', name: 'basic constraints', critical: true, value: 'no authority' },
      { oid: '2.5.29.15', name: 'key usage', critical: true, value: 'digital signature, data encipherment' },
      {
        oid: '2.5.29.37',
        name: 'extended key usage',
        critical: false,
        value: 'client authentication, code signing, 1.2.3',
      },
      { oid: '1.2.3.4', name: '1.2.3.4', critical: true, value: '0500' },
    ]);
    expect(parsed.purpose).toBe('client');
  });

  it('leaves out of its fields what no certificate of ours holds, and shows it still', () => {
    const long = new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: '2.5.4.10', value: new AttributeValue({ utf8String: 'x'.repeat(300) }) }),
    ]);
    const subject = subjectOf({ commonName: 'app.test' });
    subject.push(long);
    const parsed = parseRequest(foreignRequest({ subject }));
    expect(parsed.subjectFields).toEqual({ commonName: 'app.test' });
    expect(parsed.subject).toContain('x'.repeat(300));
  });
});

describe('a request that is refused', () => {
  it('was changed after it was signed, or signed by another key', () => {
    const changed = foreignRequest({ extensions: [subjectAlternativeName([dns('app.test')])] });
    changed.write('bad.test', changed.lastIndexOf('app.test'), 'latin1');
    const parsed = parseRequest(changed);
    expect(parsed.names).toEqual([dns('bad.test')]);
    expect(parsed.signature).toEqual({ ok: false, message: expect.stringMatching(/does not fit its own key/) });
    expect(codes(changed)).toEqual(['signature-wrong']);
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    expect(codes(foreignRequest({ signedBy: other }))).toEqual(['signature-wrong']);
    expect(codes(foreignRequest({ oid: '1.2.3.4.5' }))).toEqual(['signature-wrong']);
  });

  it('wants to be an authority', () => {
    expect(codes(foreignRequest({ extensions: [basicConstraints(true, 0)] }))).toEqual(['wants-authority']);
    expect(codes(foreignRequest({ extensions: [keyUsage(KeyUsageFlags.keyCertSign)] }))).toEqual(['wants-authority']);
    expect(codes(foreignRequest({ extensions: [basicConstraints(false)] }))).toEqual([]);
  });

  const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits });
  const withRsa = '1.2.840.113549.1.1.11';
  it.each<[string, ForeignRequest, string[]]>([
    ['RSA 512', { pair: rsa(512), oid: withRsa }, ['weak-key']],
    ['RSA 1024', { pair: rsa(1024), oid: withRsa }, ['weak-key']],
    ['RSA 2048', { pair: rsa(2048), oid: withRsa }, []],
    ['a curve that nobody knows', { pair: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) }, ['weak-key']],
    ['P-224', { pair: generateKeyPairSync('ec', { namedCurve: 'secp224r1' }) }, ['weak-key']],
    [
      'P-521',
      { pair: generateKeyPairSync('ec', { namedCurve: 'P-521' }), oid: '1.2.840.10045.4.3.4', hash: 'sha512' },
      [],
    ],
    ['Ed25519', { pair: generateKeyPairSync('ed25519'), oid: '1.3.101.112', hash: null }, []],
    ['SHA-1', { oid: '1.2.840.10045.4.1', hash: 'sha1' }, ['weak-key']],
    ['MD5', { pair: rsa(2048), oid: '1.2.840.113549.1.1.4', hash: 'md5' }, ['weak-key']],
    [
      'everything at once',
      { pair: rsa(512), oid: '1.2.840.113549.1.1.4', hash: 'md5', extensions: [basicConstraints(true)] },
      ['weak-key', 'weak-key', 'wants-authority'],
    ],
  ])('or not, by its key and signature: %s', (_title, spec, expected) => {
    const der = foreignRequest(spec);
    // An unknown curve is refused with its signature: nothing here checks it.
    expect(codes(der).filter((code, index) => code !== 'signature-wrong' || index === 0)).toEqual(expected);
    for (const { message, hint } of requestRefusals(parseRequest(der))) {
      expect(message).toMatch(/\.$/);
      expect(hint).toMatch(/\.$/);
    }
  });
});

describe('what a request asks for and no certificate holds', () => {
  it('is told with its value and the reason', () => {
    const names = new SubjectAlternativeName([
      new GeneralName({ dNSName: 'a.test' }),
      new GeneralName({ registeredID: '1.2.3.4' }),
      new GeneralName({
        otherName: new OtherName({ typeId: '1.3.6.1.4.1.311.20.2.3', value: new Uint8Array([12, 1, 97]).buffer }),
      }),
      new GeneralName({ directoryName: subjectOf({ organization: 'Acme' }) }),
    ]);
    const san = new Extension({ extnID: '2.5.29.17', extnValue: new OctetString(AsnConvert.serialize(names)) });
    const feature = new Extension({
      extnID: '1.3.6.1.5.5.7.1.24',
      extnValue: new OctetString(new Uint8Array([48, 3, 2, 1, 5])),
    });
    const parsed = parseRequest(foreignRequest({ extensions: [san, feature] }));
    expect(parsed.names.map(({ value }) => value)).toEqual(['a.test']);
    expect(parsed.leftOut.map(({ what }) => what)).toEqual([
      'registered ID 1.2.3.4',
      'other name of the type 1.3.6.1.4.1.311.20.2.3',
      'directory name O=Acme',
      'extension TLS feature',
    ]);
    for (const { reason } of parsed.leftOut) expect(reason).toMatch(/^[A-Z].*\.$/);
  });

  it('is counted from the twenty-first on', () => {
    const many = Array.from({ length: 25 }, (_, index) => new GeneralName({ registeredID: `1.2.3.${index}` }));
    const names = AsnConvert.serialize(new SubjectAlternativeName([new GeneralName({ dNSName: 'a.test' }), ...many]));
    const san = new Extension({ extnID: '2.5.29.17', extnValue: new OctetString(names) });
    const { leftOut } = parseRequest(foreignRequest({ extensions: [san] }));
    expect(leftOut).toHaveLength(21);
    expect(leftOut[20]?.what).toBe('5 more');
  });
});
