import { posix, win32 } from 'node:path';
import { carootFolders, mkcertFiles } from '../authority/adopt-mkcert';
import { type Surroundings, xdgConfigHome, xdgDataHome } from '../system/paths';

/** Who makes local authorities. */
export type Tool =
  | 'mkcert'
  | 'caddy'
  | 'devcert'
  | 'valet'
  | 'herd'
  | 'lando'
  | 'portless'
  | 'step'
  | 'orbstack'
  | 'aspnet'
  | 'mitmproxy'
  | 'charles'
  | 'fiddler'
  | 'yerd'
  | 'sealwax'
  | 'unknown';

export const toolLabels: Record<Tool, string> = {
  mkcert: 'mkcert',
  caddy: 'Caddy',
  devcert: 'devcert',
  valet: 'Laravel Valet',
  herd: 'Laravel Herd',
  lando: 'Lando',
  portless: 'portless',
  step: 'step',
  orbstack: 'OrbStack',
  aspnet: 'ASP.NET Core dev-certs',
  mitmproxy: 'mitmproxy',
  charles: 'Charles Proxy',
  fiddler: 'Fiddler',
  yerd: 'Yerd',
  sealwax: 'Sealwax',
  unknown: 'Unknown',
};

/** One place where a tool keeps the certificate of its authority, and where the key to it lies. */
export interface ToolPlace {
  tool: Tool;
  certificate: string;
  keys: string[];
}

/**
 * Where the tools keep their authorities, by their own sources (mkcert truststore and main.go; Caddy storage.go `AppDataDir` and
 * modules/caddypki/ca.go; devcert src/constants.ts; Valet cli/Valet/Site.php; Lando lib/lando.js; portless certs.ts; step
 * go.step.sm/cli-utils/step; mitmproxy certs.py). The files need not be there.
 */
export function toolPlaces(place: Surroundings): ToolPlace[] {
  const { platform, env, home } = place;
  const path = platform === 'win32' ? win32 : posix;
  const { join } = path;
  const local = env.LOCALAPPDATA ?? join(home, 'AppData', 'Local');
  const roaming = env.APPDATA ?? join(home, 'AppData', 'Roaming');
  const support = join(home, 'Library', 'Application Support');
  const perPlatform = (linux: string, mac: string, windows: string) =>
    platform === 'darwin' ? mac : platform === 'win32' ? windows : linux;
  const caddy = [
    perPlatform(join(xdgDataHome(place), 'caddy'), join(support, 'Caddy'), join(roaming, 'Caddy')),
    // The service of Caddy's own packages.
    ...(platform === 'linux' ? ['/var/lib/caddy/.local/share/caddy'] : []),
  ];
  const devcert = perPlatform(join(xdgConfigHome(place), 'devcert'), join(support, 'devcert'), join(local, 'devcert'));
  const valet = [join(home, '.config', 'valet', 'CA'), join(home, '.valet', 'CA')];
  const herd = perPlatform(
    join(home, '.config', 'herd', 'config', 'valet', 'CA'),
    join(support, 'Herd', 'config', 'valet', 'CA'),
    join(home, '.config', 'herd', 'config', 'valet', 'CA'),
  );
  const step = env.STEPPATH !== undefined && env.STEPPATH !== '' ? env.STEPPATH : join(home, '.step');
  const pair = (tool: Tool, folder: string, certificate: string, ...keys: string[]): ToolPlace => ({
    tool,
    certificate: join(folder, certificate),
    keys: keys.map((key) => join(folder, key)),
  });
  return [
    ...carootFolders(place).map((folder): ToolPlace => {
      const { certificate, key } = mkcertFiles(folder);
      return { tool: 'mkcert', certificate, keys: [key] };
    }),
    ...caddy.map((folder) => pair('caddy', join(folder, 'pki', 'authorities', 'local'), 'root.crt', 'root.key')),
    pair('devcert', join(devcert, 'certificate-authority'), 'certificate.cert', 'private-key.key'),
    ...valet.map((folder) => pair('valet', folder, 'LaravelValetCASelfSigned.pem', 'LaravelValetCASelfSigned.key')),
    pair('herd', herd, 'LaravelValetCASelfSigned.pem', 'LaravelValetCASelfSigned.key'),
    pair('lando', join(home, '.lando', 'certs'), 'LandoCA.crt', 'LandoCA.key'),
    pair('lando', join(home, '.lando', 'certs'), 'lndo.site.pem', 'lndo.site.key'),
    pair('portless', join(home, '.portless'), 'ca.pem', 'ca-key.pem'),
    pair('step', step, join('certs', 'root_ca.crt'), join('secrets', 'root_ca_key')),
    pair('mitmproxy', join(home, '.mitmproxy'), 'mitmproxy-ca-cert.pem', 'mitmproxy-ca.pem'),
  ];
}

/** 1.3.6.1.4.1.311.84.1.1 in DER, with which ASP.NET Core marks its own (dotnet/aspnetcore, CertificateManager.cs). */
const aspnetMark = Buffer.from('060a2b0601040182375401', 'hex');

const bySubject: readonly [pattern: RegExp, tool: Tool][] = [
  [/(^|, )O=mkcert development CA(,|$)/, 'mkcert'],
  [/CN=mkcert /, 'mkcert'],
  [/CN=Caddy Local Authority/, 'caddy'],
  [/CN=devcert(,|$)/, 'devcert'],
  [/CN=Laravel Valet CA Self Signed/, 'valet'],
  [/CN=(Lando|lando)[ .]/, 'lando'],
  [/CN=LandoCA/, 'lando'],
  [/CN=portless /i, 'portless'],
  [/CN=OrbStack /, 'orbstack'],
  [/CN=mitmproxy(,|$)/, 'mitmproxy'],
  [/CN=Charles Proxy/, 'charles'],
  [/CN=DO_NOT_TRUST_Fiddler/, 'fiddler'],
  [/CN=Yerd/i, 'yerd'],
];

/** The tool that the subject and the extensions speak of; a place where the certificate lies says it more surely. */
export function toolOf(subject: string, der: Buffer): Tool {
  if (der.includes(aspnetMark)) return 'aspnet';
  return bySubject.find(([pattern]) => pattern.test(subject))?.[1] ?? 'unknown';
}
