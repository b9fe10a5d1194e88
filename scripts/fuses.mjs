import { FuseV1Options } from '@electron/fuses';

/**
 * How each of Electron's fuses is set in a packaged app (electron docs/tutorial/fuses.md). A fuse is a bit in the binary that
 * no argument and no variable changes afterwards.
 * @param {{ platform: string, flavour: 'release' | 'test' }} build
 */
export const fuses = ({ platform, flavour }) => ({
  // ELECTRON_RUN_AS_NODE would make of the signed app a Node that runs anything.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  // Playwright drives the main process over --inspect, so the test flavour keeps it: the one difference between the two.
  [FuseV1Options.EnableNodeCliInspectArguments]: flavour === 'test',
  // Electron checks the archive on macOS and Windows only (docs/tutorial/asar-integrity.md).
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== 'linux',
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // It would ask for a snapshot of our own for the browser process, and there is none.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Pages come over app://, so file:// needs no rights of its own.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Faster bounds checks in WebAssembly, by the same trap handlers that Chromium uses.
  [FuseV1Options.WasmTrapHandlers]: true,
});
