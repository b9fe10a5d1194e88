import qrcode from 'qrcode-generator';
import type { Store } from '../../src/ipc/schemas';
import type { Census, ForeignRoot, PhonePage, Recipes, TrustChange } from '../../src/ipc/trust-schemas';
import { authority, hex, inDays, rootName } from './data';

const nowhere = { keys: [], files: [], orphan: false } satisfies Partial<ForeignRoot>;
const held = ({ id, label, remove }: Store, trusted = true) => ({ id, label, trusted, remove });

/** One of each kind that a census can find, and one whose maker wrote whatever came to mind. */
export function foreignRoots(places: readonly Store[]): ForeignRoot[] {
  const [system, chromium, firefox] = places;
  if (!system || !chromium || !firefox) return [];
  return [
    {
      fingerprint256: hex('mkcert foreign', 64),
      name: 'mkcert ada@workbench (Ada Lovelace)',
      subject: 'O=mkcert development CA, OU=ada@workbench (Ada Lovelace), CN=mkcert ada@workbench (Ada Lovelace)',
      tool: 'mkcert',
      toolLabel: 'mkcert',
      notBefore: inDays(-700),
      notAfter: inDays(2950),
      expired: false,
      stores: [held(system), held(chromium), held(firefox)],
      keys: [
        {
          path: '/home/ada/.local/share/mkcert/rootCA-key.pem',
          encrypted: false,
          mode: '0400',
          message: 'Not encrypted: every program that runs as you can read it.',
        },
      ],
      files: ['/home/ada/.local/share/mkcert/rootCA.pem'],
      orphan: false,
      advice:
        'This machine trusts it, and its key lies open: whoever reads the file can pose as any site. Adopt it in Sealwax, or remove it when mkcert is not used any more.',
      severity: 'danger',
    },
    {
      ...nowhere,
      fingerprint256: hex('caddy', 64),
      name: 'Caddy Local Authority - 2024 ECC Root',
      subject: 'CN=Caddy Local Authority - 2024 ECC Root',
      tool: 'caddy',
      toolLabel: 'Caddy',
      notBefore: inDays(-500),
      notAfter: inDays(3100),
      expired: false,
      stores: [held(system)],
      orphan: true,
      advice: 'Left over: Caddy keeps another one now, or none. Nothing here needs it; remove it.',
      severity: 'warning',
    },
    {
      ...nowhere,
      fingerprint256: hex('hostile', 64),
      name: `<b>Trust me</b> & "friends" ${'VeryLongNameWithoutAnySpace'.repeat(4)} \u0627\u0644\u062c\u0630\u0631`,
      subject: `CN=<img src=x onerror=alert(1)> ${'OU=department,'.repeat(12)}`,
      tool: 'unknown',
      toolLabel: 'Unknown tool',
      notBefore: inDays(-1500),
      notAfter: inDays(-40),
      expired: true,
      stores: [held(chromium, false)],
      advice: 'It has expired, so no client accepts it any more; remove it.',
      severity: 'warning',
    },
    {
      ...nowhere,
      fingerprint256: authority.fingerprint,
      name: rootName,
      subject: authority.subject,
      tool: 'sealwax',
      toolLabel: 'Sealwax',
      notBefore: authority.notBefore,
      notAfter: authority.notAfter,
      expired: false,
      authorityId: authority.id,
      stores: [held(system), held(chromium), held(firefox)],
      files: [authority.certificateFile],
      advice: 'An authority of yours in Sealwax.',
      severity: 'info',
    },
  ];
}

export const censusOf = (roots: ForeignRoot[]): Census => ({
  at: inDays(0),
  roots,
  unread: [
    {
      id: 'nss:/home/ada/.mozilla/firefox/a9b8c7.work',
      label: 'Firefox, profile work',
      message: 'A primary password protects this profile.',
    },
  ],
});

const shellFile = '/home/ada/.config/sealwax/env.sh';

export const recipesOf = (state: Recipes['shell']['state']): Recipes => ({
  shell: {
    file: shellFile,
    state,
    sourceLine: `. '${shellFile}'`,
    lines: [
      {
        variable: 'NODE_EXTRA_CA_CERTS',
        value: authority.certificateFile,
        why: 'Node, and what is built on it, brings a list of roots of its own; this adds ours.',
      },
      {
        variable: 'REQUESTS_CA_BUNDLE',
        value: '/etc/ssl/certs/ca-certificates.crt',
        why: 'requests for Python reads the list of certifi; the list of the system holds ours and all others.',
      },
    ],
  },
  recipes: [
    {
      id: 'curl',
      title: 'curl',
      group: 'shell',
      state: 'works',
      message: 'It reads the system store, and opened a page 4 minutes ago.',
      steps: [],
      source: 'https://curl.se/docs/sslcerts.html',
    },
    {
      id: 'node',
      title: 'Node',
      group: 'shell',
      state: 'needed',
      message: 'Node reads its own list unless it is told of another certificate.',
      steps: [
        {
          text: 'Name the root for every Node that this shell starts.',
          command: `export NODE_EXTRA_CA_CERTS='${authority.certificateFile}'`,
        },
        { text: 'From Node 22.15 on, the system store can be used instead.', command: 'node --use-system-ca app.js' },
      ],
      source: 'https://nodejs.org/api/cli.html#node_extra_ca_certsfile',
    },
    {
      id: 'php',
      title: 'PHP',
      group: 'shell',
      state: 'not-here',
      message: 'php was not found on this machine.',
      steps: [{ text: 'Name the bundle in php.ini.', command: 'openssl.cafile=/etc/ssl/certs/ca-certificates.crt' }],
      source: 'https://www.php.net/manual/en/openssl.configuration.php',
    },
    {
      id: 'docker',
      title: 'Docker images',
      group: 'containers',
      state: 'unknown',
      message: 'An image has a list of its own, which cannot be seen from here.',
      steps: [
        {
          text: 'Copy the public root into the image and rebuild its list, in the Dockerfile.',
          command: 'COPY root.pem /usr/local/share/ca-certificates/sealwax.crt\nRUN update-ca-certificates',
        },
      ],
      source: 'https://docs.docker.com/engine/network/ca-certs/',
    },
    {
      id: 'ios',
      title: 'iPhone and iPad',
      group: 'devices',
      state: 'unknown',
      message: 'A profile puts the root on it, and a switch of its own makes it trusted.',
      steps: [
        { text: 'Open the page under Phones with the camera and allow the profile to be loaded.' },
        { text: 'Settings → General → About → Certificate Trust Settings: switch the root on.' },
      ],
      source: 'https://support.apple.com/102390',
    },
  ],
});

export function journalOf(places: readonly Store[]): TrustChange[] {
  const [system, chromium, firefox] = places;
  const line = (place: Store | undefined, days: number, change: Partial<TrustChange>): TrustChange => ({
    at: inDays(-days),
    who: 'window',
    action: 'install',
    storeId: place?.id ?? 'system',
    label: place?.label ?? 'System store',
    location: place?.location ?? '',
    fingerprint256: authority.fingerprint,
    name: rootName,
    commands: place?.install.commands ?? [],
    outcome: 'done',
    message: 'Added, and read back: clients trust the root.',
    ...change,
  });
  return [
    line(system, 0.003, { outcome: 'cancelled', message: 'You cancelled the question; nothing was changed.' }),
    line(firefox, 2, { who: 'automatic', message: 'A new profile was found and given the root.' }),
    line(chromium, 2.01, { who: 'command-line' }),
    line(system, 30, {}),
    line(system, 31, {
      action: 'remove',
      name: 'Old root',
      outcome: 'failed',
      message: 'update-ca-certificates ended with 1.',
    }),
  ];
}

/** Rows of modules, as the main process gives them. */
function code(text: string): string[] {
  const qr = qrcode(0, 'M');
  qr.addData(text);
  qr.make();
  const size = qr.getModuleCount();
  return Array.from({ length: size }, (_row, y) =>
    Array.from({ length: size }, (_column, x) => (qr.isDark(y, x) ? '1' : '0')).join(''),
  );
}

export const phoneOff: PhonePage = { running: false, urls: [], qr: [], visits: [] };

export const phoneOn = (authorityId: string): PhonePage => ({
  running: true,
  authorityId,
  urls: ['http://192.168.1.20:8765/k3n9', 'http://10.8.0.2:8765/k3n9'],
  qr: code('http://192.168.1.20:8765/k3n9'),
  visits: [],
  until: inDays(15 / 1440),
});
