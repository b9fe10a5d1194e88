import { createHash } from 'node:crypto';
import type { CertificateView } from '../pki/certificate-view';

/**
 * A configuration profile for iPhone, iPad and Mac with one root certificate (Apple, "Device Management",
 * com.apple.security.root). Its identifiers come from the certificate, so installing it again replaces it. On an iPhone the
 * root is trusted only after Settings, General, About, Certificate Trust Settings.
 */
export function mobileconfig(root: CertificateView): string {
  const name = root.commonName === '' ? root.subject : root.commonName;
  const identifier = `app.sealwax.root.${root.fingerprint256.slice(0, 16)}`;
  const base64 = root.der.toString('base64').match(/.{1,64}/g) ?? [];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>PayloadContent</key>
  <array>
    <dict>
      <key>PayloadCertificateFileName</key>
      <string>root.cer</string>
      <key>PayloadContent</key>
      <data>
${base64.join('\n')}
      </data>
      <key>PayloadDisplayName</key>
      <string>${escapeXml(name)}</string>
      <key>PayloadIdentifier</key>
      <string>${identifier}.certificate</string>
      <key>PayloadType</key>
      <string>com.apple.security.root</string>
      <key>PayloadUUID</key>
      <string>${uuidOf(`${root.fingerprint256} certificate`)}</string>
      <key>PayloadVersion</key>
      <integer>1</integer>
    </dict>
  </array>
  <key>PayloadDescription</key>
  <string>Adds the root certificate ${escapeXml(name)} to this device.</string>
  <key>PayloadDisplayName</key>
  <string>${escapeXml(name)}</string>
  <key>PayloadIdentifier</key>
  <string>${identifier}</string>
  <key>PayloadRemovalDisallowed</key>
  <false/>
  <key>PayloadType</key>
  <string>Configuration</string>
  <key>PayloadUUID</key>
  <string>${uuidOf(`${root.fingerprint256} profile`)}</string>
  <key>PayloadVersion</key>
  <integer>1</integer>
</dict>
</plist>
`;
}

/** Characters that XML 1.0 (section 2.2) has no place for are left out: a certificate may hold any. */
function escapeXml(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return [...text]
    .filter((character) => /[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(character))
    .map((character) => signs[character] ?? character)
    .join('');
}

/** A UUID made from a text: version 8, "custom" (RFC 9562 section 5.8), of its SHA-256. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
