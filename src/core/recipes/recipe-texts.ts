import type { Recipe } from '../../ipc/trust-schemas';
import { shellQuote } from '../trust/shell-quote';

/** What the texts need to know of this machine. */
export interface RecipeFacts {
  platform: NodeJS.Platform;
  /** Where the public root lies. */
  pemPath: string;
  /** A file name for it elsewhere, e.g. "sealwax-3f2a91c0". */
  fileName: string;
  /** The system's own list of roots, where it holds ours. */
  bundle: string | undefined;
}

export interface RecipeText extends Omit<Recipe, 'state' | 'message'> {
  /** One of these programs on PATH means that the recipe concerns this machine; empty: it always may. */
  programs: string[];
  /** The client of a proof that tells whether it works; undefined when none can. */
  client?: string;
}

const install = (file: string, command: string) => `COPY root.pem ${file}\nRUN ${command}`;

/** Every recipe with the real paths, in the order in which a web developer meets them. Pure. */
export function recipeTexts({ platform, pemPath, fileName, bundle }: RecipeFacts): RecipeText[] {
  const pem = shellQuote(pemPath);
  const list = bundle === undefined ? undefined : shellQuote(bundle);
  const exported = (variable: string, value: string) =>
    platform === 'win32' ? `$env:${variable} = ${value}` : `export ${variable}=${value}`;
  const systemFirst = {
    text: 'Install the root in the system store first (Trust, or: sealwax trust install --store system).',
  };
  const ofSystem = (text: string) => (list === undefined ? [systemFirst] : [{ text }]);
  return [
    {
      id: 'node',
      title: 'Node.js',
      group: 'shell',
      programs: ['node'],
      client: 'client:node',
      steps: [
        {
          text: 'Node brings a list of roots of its own. This adds ours to it, in every version; Node reads it when it starts.',
          command: exported('NODE_EXTRA_CA_CERTS', pem),
        },
        {
          text: 'Or let Node 22.19, 24.6 or later read the system store (NODE_USE_SYSTEM_CA, or --use-system-ca).',
          command: exported('NODE_USE_SYSTEM_CA', '1'),
        },
      ],
      source: 'https://nodejs.org/api/cli.html#node_extra_ca_certsfile',
    },
    {
      id: 'deno',
      title: 'Deno',
      group: 'shell',
      programs: ['deno'],
      steps: [
        {
          text: 'Deno reads the system store when it is told to.',
          command: exported('DENO_TLS_CA_STORE', 'system,mozilla'),
        },
      ],
      source: 'https://docs.deno.com/runtime/reference/env_variables/',
    },
    {
      id: 'python-requests',
      title: 'Python: requests, httpx and certifi',
      group: 'shell',
      programs: ['python3', 'python'],
      client: 'client:requests',
      steps:
        list === undefined
          ? [
              systemFirst,
              {
                text: 'Then requests can be given the system’s whole list. Ours alone would make it refuse every other site.',
              },
            ]
          : [
              {
                text: 'A requests from pip reads certifi’s list. This gives it the system’s, which holds our root and all others.',
                command: exported('REQUESTS_CA_BUNDLE', list),
              },
              {
                text: 'Python’s own ssl and urllib read the system’s list; a Python that brings its own is told by this.',
                command: exported('SSL_CERT_FILE', list),
              },
            ],
      source: 'https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification',
    },
    {
      id: 'python-pip',
      title: 'pip',
      group: 'shell',
      programs: ['pip3', 'pip'],
      steps: [
        {
          text: 'pip 24.2 and later reads the system store by itself. For an older one, once the system store holds the root:',
        },
        ...(list === undefined
          ? [systemFirst]
          : [{ text: 'Set the list for pip alone.', command: `pip config set global.cert ${list}` }]),
      ],
      source: 'https://pip.pypa.io/en/stable/topics/https-certificates/',
    },
    {
      id: 'ruby',
      title: 'Ruby',
      group: 'shell',
      programs: ['ruby'],
      client: 'client:ruby',
      steps: [
        ...ofSystem(
          'Ruby uses OpenSSL and reads the system’s list; a Ruby that brings its own OpenSSL is told where it is.',
        ),
        ...(list === undefined ? [] : [{ text: 'For such a Ruby:', command: exported('SSL_CERT_FILE', list) }]),
      ],
      source: 'https://docs.ruby-lang.org/en/master/OpenSSL/X509/Store.html',
    },
    {
      id: 'php',
      title: 'PHP',
      group: 'shell',
      programs: ['php'],
      client: 'client:php',
      steps: [
        ...ofSystem('PHP reads the system’s list, unless php.ini names another.'),
        ...(list === undefined
          ? []
          : [{ text: 'In php.ini:', command: `openssl.cafile=${bundle}\ncurl.cainfo=${bundle}` }]),
      ],
      source: 'https://www.php.net/manual/en/openssl.configuration.php',
    },
    {
      id: 'go',
      title: 'Go',
      group: 'shell',
      programs: ['go'],
      client: 'client:go',
      steps: ofSystem('Go reads the system store by itself; SSL_CERT_FILE and SSL_CERT_DIR point it elsewhere.'),
      source: 'https://pkg.go.dev/crypto/x509#SystemCertPool',
    },
    {
      id: 'curl',
      title: 'curl and wget',
      group: 'shell',
      programs: ['curl', 'wget'],
      client: 'client:curl',
      steps: [
        ...ofSystem('Both read the system’s list.'),
        {
          text: 'For one call, or a curl that brings its own list:',
          command: `curl --cacert ${pem} https://localhost`,
        },
      ],
      source: 'https://curl.se/docs/sslcerts.html',
    },
    {
      id: 'git',
      title: 'git',
      group: 'shell',
      programs: ['git'],
      client: 'client:git',
      steps: [
        ...ofSystem('git reads the system’s list.'),
        {
          text: 'For one server alone, whatever the store:',
          command: `git config --global http.https://git.test/.sslCAInfo ${pem}`,
        },
      ],
      source: 'https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpsslCAInfo',
    },
    {
      id: 'docker',
      title: 'Docker images',
      group: 'containers',
      programs: ['docker', 'podman'],
      steps: [
        {
          text: 'A container has a store of its own. Copy the public root beside the Dockerfile:',
          command: `cp ${pem} root.pem`,
        },
        {
          text: 'Debian, Ubuntu, Alpine (package ca-certificates):',
          command: install(`/usr/local/share/ca-certificates/${fileName}.crt`, 'update-ca-certificates'),
        },
        {
          text: 'Fedora, RHEL and their like:',
          command: install(`/etc/pki/ca-trust/source/anchors/${fileName}.pem`, 'update-ca-trust extract'),
        },
        {
          text: 'Node in any image:',
          command: 'COPY root.pem /etc/ssl/root.pem\nENV NODE_EXTRA_CA_CERTS=/etc/ssl/root.pem',
        },
        {
          text: 'Or without building, for Node:',
          command: `docker run -v ${pem}:/etc/ssl/root.pem:ro -e NODE_EXTRA_CA_CERTS=/etc/ssl/root.pem IMAGE`,
        },
      ],
      source: 'https://docs.docker.com/engine/network/ca-certs/',
    },
    {
      id: 'android',
      title: 'Android',
      group: 'devices',
      programs: [],
      steps: [
        {
          text: 'Trust → Phones shows a page that hands the root to a phone. Then Settings → Security → Encryption and credentials → Install a certificate → CA certificate.',
        },
        {
          text: 'Browsers trust it then. An app does only when its network security configuration allows user certificates, e.g. in debug builds.',
        },
      ],
      source: 'https://developer.android.com/privacy-and-security/security-config',
    },
    {
      id: 'ios',
      title: 'iPhone and iPad',
      group: 'devices',
      programs: [],
      steps: [
        {
          text: 'Trust → Phones shows a page with a profile. Install it, then switch it on under Settings → General → About → Certificate Trust Settings.',
        },
        ...(platform === 'darwin'
          ? [{ text: 'A simulator that is running:', command: `xcrun simctl keychain booted add-root-cert ${pem}` }]
          : []),
      ],
      source: 'https://support.apple.com/102390',
    },
    {
      id: 'nixos',
      title: 'NixOS',
      group: 'other',
      programs: ['nixos-rebuild'],
      steps: [
        {
          text: 'NixOS builds its store from its configuration. Add this, then run nixos-rebuild switch.',
          command: `security.pki.certificateFiles = [ ${pemPath} ];`,
        },
      ],
      source: 'https://search.nixos.org/options?query=security.pki.certificateFiles',
    },
    {
      id: 'wsl',
      title: 'Windows, from WSL',
      group: 'other',
      programs: ['wslpath'],
      steps: [
        {
          text: 'Windows browsers read the store of Windows. From the Linux side:',
          command: `certutil.exe -addstore -user Root "$(wslpath -w ${pem})"`,
        },
      ],
      source: 'https://learn.microsoft.com/windows-server/administration/windows-commands/certutil',
    },
  ];
}
