// Plain CommonJS without a dependency, so that an old Node can at least say that it is too old.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const oldestNode = 20;

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
  const folder = existsSync(join(__dirname, 'index.cjs')) ? __dirname : join(__dirname, '../out/cli');
  if (!existsSync(join(folder, 'index.cjs')))
    fail('The command line is not built yet.', 'Run “npm start” or “npm run build” in the folder of Sealwax once.');
  require('./load.cjs')(folder, 'index.cjs', process.argv[2]).main(process.argv.slice(2), program);
};
