// node scripts/icons.mjs: draws assets/*.png, assets/tray/*.png, icon.ico and icon.icns from the SVG files, with Chromium. Run it by hand
// after changing a drawing; the results are kept in the repository, so that building needs no browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './lib/paths.mjs';
import { runMain } from './lib/setup-error.mjs';

const assets = join(root, 'assets');
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
/** Up to this size the drawing without relief is the clearer one (pixels). */
const smallUpTo = 32;

const trayStates = ['ok', 'attention', 'expired'];
/** In colour for the panels of Linux and Windows; a template, painted by the system, for the menu bar of macOS (points). */
const traySizes = { '': 24, Template: 18 };

await runMain(async () => {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    chromiumSandbox: process.getuid() !== 0,
  });
  const page = await browser.newPage();
  for (const state of trayStates) {
    for (const [suffix, size] of Object.entries(traySizes)) {
      for (const [scale, times] of [
        ['', 1],
        ['@2x', 2],
      ]) {
        const png = await drawTray(page, { state, template: suffix !== '', size: size * times });
        writeFileSync(join(assets, `tray/tray-${state}${suffix}${scale}.png`), png);
      }
    }
  }
  const pictures = new Map();
  for (const size of sizes) pictures.set(size, await draw(page, size));
  await browser.close();
  for (const [size, png] of pictures) writeFileSync(join(assets, `icons/${size}x${size}.png`), png);
  writeFileSync(join(assets, 'icon-256.png'), pictures.get(256));
  writeFileSync(join(assets, 'icon.ico'), ico([16, 24, 32, 48, 64, 256].map((size) => [size, pictures.get(size)])));
  writeFileSync(join(assets, 'icon.icns'), icns(pictures));
});

async function draw(page, size) {
  return paint(page, { file: size <= smallUpTo ? 'icon-small.svg' : 'icon.svg', size, css: '' });
}

/** A badge in colour has a light ground and a dark line around it, so that one of the two is seen on any panel. */
async function drawTray(page, { state, template, size }) {
  const hidden = [...trayStates.filter((each) => each !== state), template ? 'colour' : 'template'];
  const badge = { ok: 'none', attention: '#ffc440', expired: '#fff' }[state];
  const colours = template
    ? '.mark,.badge{fill:#000;stroke:none}.badge{mask:url(#holes)}'
    : `.mark{fill:#a3352b}.badge{fill:${badge};stroke:#17181b}`;
  const css = `${hidden.map((each) => `.${each}{display:none}`).join('')}${colours}`;
  return paint(page, { file: 'tray.svg', size, css });
}

async function paint(page, { file, size, css }) {
  const svg = readFileSync(join(assets, file), 'utf8');
  const style = `html,body{margin:0}svg{display:block;width:100vw;height:100vh}${css}`;
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<!doctype html><style>${style}</style>${svg}`);
  return page.screenshot({ omitBackground: true });
}

/** Windows' container: a directory of 16 bytes a picture, then the PNG files themselves. */
function ico(entries) {
  const header = Buffer.alloc(6 + 16 * entries.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(entries.length, 4);
  let offset = header.length;
  entries.forEach(([size, png], index) => {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...entries.map(([, png]) => png)]);
}

/** macOS' container: "icns", the length, then type, length and PNG of each picture. */
function icns(pictures) {
  const types = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };
  const chunk = (type, body) => {
    const header = Buffer.alloc(8);
    header.write(type, 'ascii');
    header.writeUInt32BE(8 + body.length, 4);
    return Buffer.concat([header, body]);
  };
  return chunk('icns', Buffer.concat(Object.entries(types).map(([type, size]) => chunk(type, pictures.get(size)))));
}
