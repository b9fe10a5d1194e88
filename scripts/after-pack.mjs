import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { fuses } from './fuses.mjs';

/** Called by electron-builder when the app is laid out and not yet signed or put into an installer. */
export default async function afterPack({ appOutDir, electronPlatformName: platform, packager }) {
  const { productFilename } = packager.appInfo;
  const executable = {
    darwin: () => join(appOutDir, `${productFilename}.app`),
    linux: () => join(appOutDir, packager.executableName),
    win32: () => join(appOutDir, `${productFilename}.exe`),
  }[platform]();
  const resources = platform === 'darwin' ? join(executable, 'Contents/Resources') : join(appOutDir, 'resources');
  // It would start any app that is named on the command line.
  rmSync(join(resources, 'default_app.asar'), { force: true });

  const wanted = fuses({ platform, flavour: process.env.SEALWAX_FLAVOUR });
  const present = Object.keys(await getCurrentFuseWire(executable)).filter((key) => key !== 'version');
  const strict = process.env.SEALWAX_ELECTRON_KIND === 'real';
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // An Electron with a fuse that the table does not name stops the build. The stand-in is older, and has fewer.
    strictlyRequireAllFuses: strict,
    // Changing the binary breaks the signature that macOS asks for on Apple silicon.
    resetAdHocDarwinSignature: platform === 'darwin',
    ...(strict ? wanted : Object.fromEntries(present.map((key) => [key, wanted[key]]))),
  });
}
