// node scripts/package.mjs [--flavour release|test] [--dir]
// Packages the app into dist/<flavour>. --dir makes the unpacked app only, without the platform's installers.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { show, tool } from './lib/run.mjs';
import { runMain, SetupError } from './lib/setup-error.mjs';
import { ensureBuilt } from './lib/sources.mjs';
import { setUp } from './setup.mjs';

const flavours = ['release', 'test'];
const platformSwitch = { darwin: '--mac', linux: '--linux', win32: '--win' };

await runMain(async () => {
  const args = process.argv.slice(2);
  const flavour = args.includes('--flavour') ? args[args.indexOf('--flavour') + 1] : 'release';
  if (!flavours.includes(flavour))
    throw new SetupError(`There is no flavour ${flavour}; choose ${flavours.join(' or ')}.`);
  const { electron } = await setUp('package');
  await ensureBuilt();
  return packageApp({ electron, flavour, unpackedOnly: args.includes('--dir') });
});

async function packageApp({ electron, flavour, unpackedOnly }) {
  const real = electron.kind === 'real';
  if (!real && !unpackedOnly)
    console.log(
      'Only the unpacked app is made, and it is for tests: installers need the real Electron and its release host.',
    );
  const output = join('dist', flavour);
  rmSync(join(root, output), { recursive: true, force: true });
  const settings = [
    `directories.output=${output}`,
    `electronVersion=${electron.version}`,
    // Written into the package.json inside of the app.
    `extraMetadata.flavour=${flavour}`,
    ...(real ? [] : [`electronDist=${electron.dist}`]),
  ];
  const [command, args] = tool('electron-builder', [
    platformSwitch[process.platform],
    ...(unpackedOnly || !real ? ['--dir'] : []),
    '--config',
    'electron-builder.yml',
    ...settings.map((setting) => `--config.${setting}`),
  ]);
  const env = { ...process.env, SEALWAX_FLAVOUR: flavour, SEALWAX_ELECTRON_KIND: electron.kind };
  const code = await show(command, args, { env });
  if (code === 0) console.log(`Packaged: ${output}`);
  return code;
}
