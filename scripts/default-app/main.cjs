// What `electron PATH` runs: the stand-in distribution has no default_app.asar of its own, so this one takes its place.
// It understands `-r MODULE` and the path of an app's folder; every other switch belongs to Chromium or to the app.
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { app } = require('electron');

const args = process.argv.slice(1);
const preloads = [];
let folder;
for (let index = 0; index < args.length; index += 1) {
  const arg = args[index];
  if (arg === '-r' || arg === '--require') {
    index += 1;
    preloads.push(resolve(args[index]));
  } else if (!arg.startsWith('-') && folder === undefined) folder = resolve(arg);
}
if (folder === undefined) {
  process.stderr.write('Usage: electron [-r MODULE] PATH\n');
  process.exit(1);
}

const { name, productName, version, desktopName } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(productName ?? name);
if (version !== undefined) app.setVersion(version);
if (desktopName !== undefined) app.setDesktopName(desktopName);
app.setAppPath(folder);
for (const preload of preloads) require(preload);
require(folder);
