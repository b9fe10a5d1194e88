// Plain CommonJS without a dependency, so that an old Node can at least say that it is too old.
const { existsSync, statSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');
const nodeModule = require('node:module');

const oldestNode = 20;

/** Code that was compiled once is kept, which makes the next start shorter by a third. */
function enableCompileCache() {
  // Node's own place is in /tmp, where another user could lie in wait with code of theirs.
  try {
    const home = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
    const owner = statSync(homedir());
    // `sudo` may keep the home of a user, who must not give root its code.
    if (process.getuid && owner.uid !== process.getuid()) return;
    nodeModule.enableCompileCache(join(home, 'sealwax', 'compiled'));
  } catch {
    // No home, no such API (before Node 22.1): it is only slower.
  }
}

function fail(message, hint) {
  process.stderr.write(`error: ${message}\nhint: ${hint}\n`);
  process.exit(1);
}

/** @param {string | undefined} program the path or name it was started by */
module.exports = function start(program) {
  if (Number.parseInt(process.versions.node, 10) < oldestNode)
    fail(
      `Sealwax needs Node ${oldestNode} or later; this is Node ${process.versions.node}.`,
      'Install a newer Node (https://nodejs.org).',
    );
  const built = join(__dirname, '../out/cli/index.cjs');
  const packaged = join(__dirname, 'index.cjs');
  const file = existsSync(packaged) ? packaged : built;
  if (!existsSync(file))
    fail('The command line is not built yet.', 'Run “npm start” or “npm run build” in the folder of Sealwax once.');
  enableCompileCache();
  require(file).main(process.argv.slice(2), program);
};
