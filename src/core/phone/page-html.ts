/** What the page is told; `checkUrl` is absent when the authority may not sign for this address. */
export interface PageFacts {
  name: string;
  fingerprint256: string;
  unlimited: boolean;
  limits: string;
  device: Device;
  checkUrl: string | undefined;
  /** Allows this one script and style (Content Security Policy Level 3, nonces). */
  nonce: string;
}

export type Device = 'iPhone or iPad' | 'Android' | 'Mac' | 'Windows' | 'Linux' | 'a device';

/** What a browser says of itself, as far as the steps differ. A guess: it decides only which steps come first. */
export function deviceOf(userAgent: string): Device {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'iPhone or iPad';
  if (/Android/.test(userAgent)) return 'Android';
  if (/Macintosh/.test(userAgent)) return 'Mac';
  if (/Windows/.test(userAgent)) return 'Windows';
  if (/Linux/.test(userAgent)) return 'Linux';
  return 'a device';
}

interface Steps {
  title: string;
  devices: Device[];
  download: { file: string; text: string };
  steps: string[];
}

/** support.apple.com/102390 (trust manually installed profiles), support.google.com/pixelphone/answer/2844832 (add certificates). */
const platforms: Steps[] = [
  {
    title: 'iPhone and iPad',
    devices: ['iPhone or iPad'],
    download: { file: 'root.mobileconfig', text: 'Download the profile' },
    steps: [
      'Open this page in Safari and tap “Download the profile”, then “Allow”.',
      'Settings → General → VPN & Device Management → the profile → Install.',
      'Settings → General → About → Certificate Trust Settings → switch it on. Without this step nothing trusts it.',
    ],
  },
  {
    title: 'Android',
    devices: ['Android'],
    download: { file: 'root.crt', text: 'Download the certificate' },
    steps: [
      'Tap “Download the certificate”.',
      'Settings → Security and privacy → More security settings → Encryption and credentials → Install a certificate → CA certificate → Install anyway, and choose root.crt.',
      'Chrome trusts it now. Other apps do only when their maker allows it; Firefox: Settings → About Firefox → tap the logo five times → Secret settings → Use third party CA certificates.',
    ],
  },
  {
    title: 'Mac, Windows, Linux',
    devices: ['Mac', 'Windows', 'Linux', 'a device'],
    download: { file: 'root.pem', text: 'Download the certificate' },
    steps: [
      'Mac: open root.pem, add it to the login keychain, then open it there and choose Trust → Always Trust.',
      'Windows: save it as root.crt, open it → Install Certificate → Current User → Trusted Root Certification Authorities.',
      'Linux: copy it to /usr/local/share/ca-certificates/NAME.crt and run sudo update-ca-certificates.',
    ],
  },
];

const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`).replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '');

const grouped = (fingerprint: string) => (fingerprint.match(/.{4}/g) ?? []).join(' ');

/** The page that a phone opens: what it is, the file, the steps of its platform first, and the check. */
export function phonePage(facts: PageFacts): string {
  const mine = (each: Steps) => each.devices.includes(facts.device);
  const ordered = [...platforms.filter(mine), ...platforms.filter((each) => !mine(each))];
  const warning = facts.unlimited
    ? '<p class="warn"><strong>This root has no name limits.</strong> A device that trusts it believes it for every site. Remove it when you are done.</p>'
    : `<p>It can vouch only for: ${escapeHtml(facts.limits)}.</p>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(facts.name)}</title>
<style nonce="${facts.nonce}">${style}</style>
</head>
<body>
<main>
<h1>Trust ${escapeHtml(facts.name)} on this device</h1>
<p>This is the public certificate of a development authority. Install it only when you know the person who showed you this page. The key that signs stays on their computer.</p>
${warning}
<p>Compare this fingerprint (SHA-256) with the one in Sealwax:</p>
<p class="print">${grouped(facts.fingerprint256)}</p>
${ordered.map(section).join('\n')}
<section><h2>Check</h2>
${facts.checkUrl === undefined ? '<p>This authority may not sign for the address of this page, so the check must be made with a site of yours.</p>' : checkPart}
</section>
</main>
${facts.checkUrl === undefined ? '' : `<script nonce="${facts.nonce}">${script(facts.checkUrl)}</script>`}
</body>
</html>
`;
}

function section({ title, download, steps }: Steps): string {
  return `<section><h2>${title}</h2>
<p><a class="button" href="${download.file}">${download.text}</a></p>
<ol>${steps.map((step) => `<li>${step}</li>`).join('')}</ol></section>`;
}

const checkPart = `<p id="verdict" role="status">Not checked yet.</p>
<p><button id="check" class="button" type="button">Check now</button></p>`;

/** Opens a page of the same machine over HTTPS, with a certificate of this authority: only a device that trusts it gets there. */
const script = (url: string) => `
const verdict = document.getElementById('verdict');
const check = async () => {
  verdict.textContent = 'Checking …';
  try {
    await fetch(${JSON.stringify(url)}, { cache: 'no-store' });
    verdict.textContent = 'This device trusts it now. You can close this page.';
    verdict.className = 'good';
  } catch {
    verdict.textContent = 'This device does not trust it yet.';
    verdict.className = '';
  }
};
document.getElementById('check').addEventListener('click', check);
check();
`;

const style = `
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 20px; background: light-dark(#faf8f5, #1b1a19); color: light-dark(#262320, #ece8e3); }
main { max-width: 36rem; margin: 0 auto; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
section { border-top: 1px solid light-dark(#ddd6cd, #3a3735); padding: 1.2rem 0 .4rem; }
.button { display: inline-block; min-height: 44px; box-sizing: border-box; padding: .6rem 1.1rem; border: 0; border-radius: 8px; font: inherit; font-weight: 600; text-decoration: none; background: #9b2c1f; color: #fff; }
.print { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.warn { border-left: 4px solid #b45309; padding-left: .8rem; }
.good { font-weight: 700; color: light-dark(#166534, #86efac); }
li { margin: .4rem 0; }
`;
