import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isFolder } from '../system/present';
import { isProgram } from '../system/which';

/** How one family of Linux distributions keeps the roots that an administrator adds. Paths are relative to the root folder. */
export interface SystemFamily {
  id: 'debian' | 'fedora' | 'arch' | 'suse';
  /** Holds one file per added root. */
  anchors: string;
  suffix: '.crt' | '.pem';
  tool: string;
  addArgs: readonly string[];
  removeArgs: readonly string[];
  /** The list that the tool builds, and that clients read. */
  bundle: string;
  /** Programs that the tool tells about each change (update-ca-certificates(8)), with the folder of links that it names. */
  hooks?: { folder: string; links: string };
}

/**
 * Sources: update-ca-certificates(8) of Debian and of openSUSE, update-ca-trust(8) of Fedora, trust(1) of p11-kit, and the
 * same table in mkcert's truststore_linux.go. The tool and the folder must both be there. Debian comes last, because
 * /usr/local/share/ca-certificates is a folder that people also make by hand elsewhere.
 */
export const systemFamilies: readonly SystemFamily[] = [
  {
    id: 'fedora',
    anchors: 'etc/pki/ca-trust/source/anchors',
    suffix: '.pem',
    tool: 'update-ca-trust',
    addArgs: ['extract'],
    removeArgs: ['extract'],
    bundle: 'etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  },
  {
    id: 'arch',
    anchors: 'etc/ca-certificates/trust-source/anchors',
    suffix: '.crt',
    tool: 'trust',
    addArgs: ['extract-compat'],
    removeArgs: ['extract-compat'],
    bundle: 'etc/ca-certificates/extracted/tls-ca-bundle.pem',
  },
  {
    id: 'suse',
    anchors: 'etc/pki/trust/anchors',
    suffix: '.pem',
    tool: 'update-ca-certificates',
    addArgs: [],
    removeArgs: [],
    bundle: 'var/lib/ca-certificates/ca-bundle.pem',
  },
  {
    id: 'debian',
    anchors: 'usr/local/share/ca-certificates',
    suffix: '.crt',
    tool: 'update-ca-certificates',
    addArgs: [],
    // Without it the two links in /etc/ssl/certs stay behind, pointing at nothing (seen with ca-certificates 20230311).
    removeArgs: ['--fresh'],
    bundle: 'etc/ssl/certs/ca-certificates.crt',
    hooks: { folder: 'etc/ca-certificates/update.d', links: 'etc/ssl/certs' },
  },
];

/** A family that is really here, with absolute paths. */
export interface SystemLayout extends Omit<SystemFamily, 'hooks'> {
  hooks?: { folder: string; links: string };
  toolPath: string;
}

/** Administrator tools live here; a desktop's PATH often leaves the sbin folders out. */
const toolFolders = ['usr/sbin', 'usr/bin', 'sbin', 'bin', 'usr/local/sbin', 'usr/local/bin'];

/** The layout of this machine, chosen by what is there and not by a name in /etc/os-release; undefined when none fits. */
export async function findLayout(rootFolder: string): Promise<SystemLayout | undefined> {
  for (const family of systemFamilies) {
    if (!(await isFolder(join(rootFolder, family.anchors)))) continue;
    for (const folder of toolFolders) {
      const toolPath = join(rootFolder, folder, family.tool);
      if (await isProgram(toolPath)) return absolute(family, rootFolder, toolPath);
    }
  }
  return undefined;
}

function absolute({ hooks, ...family }: SystemFamily, rootFolder: string, toolPath: string): SystemLayout {
  const at = (path: string) => join(rootFolder, path);
  return {
    ...family,
    anchors: at(family.anchors),
    bundle: at(family.bundle),
    toolPath,
    ...(hooks === undefined ? {} : { hooks: { folder: at(hooks.folder), links: at(hooks.links) } }),
  };
}

/** What brings the missing tool, by the package manager that is there. */
const packages: readonly { manager: string; command: string }[] = [
  { manager: 'usr/bin/apt-get', command: 'sudo apt-get install ca-certificates' },
  { manager: 'usr/bin/dnf', command: 'sudo dnf install ca-certificates' },
  { manager: 'usr/bin/pacman', command: 'sudo pacman -S ca-certificates-utils' },
  { manager: 'usr/bin/zypper', command: 'sudo zypper install ca-certificates' },
  { manager: 'sbin/apk', command: 'sudo apk add ca-certificates' },
];

/** One sentence that says how to get a system store that we can change. */
export async function missingToolHint(rootFolder: string): Promise<string> {
  if ((await stat(join(rootFolder, 'etc/NIXOS')).catch(() => undefined)) !== undefined) {
    return 'NixOS builds its list from the configuration: add the root to security.pki.certificateFiles and rebuild.';
  }
  for (const { manager, command } of packages) {
    if (await isProgram(join(rootFolder, manager))) return `Type: ${command}`;
  }
  return 'Install the package "ca-certificates" of this system.';
}
