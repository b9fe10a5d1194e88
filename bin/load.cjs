// Loads the files of the command line with the code that V8 compiled the last time the same command ran. Node's own compile cache
// keeps what is compiled at load and not the functions that are compiled when they are first called; those are two thirds of it.
const fs = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** What a file must be for its compiled code to count: V8 itself looks at no more than the length. */
function stampOf(file) {
  const { size, ino, mtimeMs, ctimeMs } = fs.statSync(file);
  return [process.version, process.arch, size, ino, mtimeMs, ctimeMs].join(' ');
}

/** Where compiled code lies: never in /tmp, where another user could lie in wait with code of theirs. Undefined for nowhere. */
function cacheFile(command) {
  const home = homedir();
  // `sudo` may keep the home of a user, who must not give root its code.
  if (process.getuid && fs.statSync(home).uid !== process.getuid()) return undefined;
  const name = /^[a-z]{1,20}$/.test(command ?? '') ? command : 'other';
  return join(process.env.XDG_CACHE_HOME || join(home, '.cache'), 'sealwax', 'compiled', `${name}.v1`);
}

/** Compiled code and stamp by file. In the cache: a line of JSON with files, stamps and lengths, then the code of each. */
function readCache(path) {
  const found = new Map();
  const opened = fs.openSync(path, 'r');
  try {
    const { uid, mode, size } = fs.fstatSync(opened);
    if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) return found;
    const bytes = Buffer.allocUnsafeSlow(size);
    if (fs.readSync(opened, bytes, 0, size, 0) !== size) return found;
    const end = bytes.indexOf(10);
    let at = end + 1;
    const entries = JSON.parse(bytes.toString('utf8', 0, end));
    if (entries.reduce((sum, { length }) => sum + length, at) !== size) return found;
    for (const { file, stamp, length } of entries) {
      found.set(file, { stamp, code: bytes.subarray(at, at + length) });
      at += length;
    }
  } finally {
    fs.closeSync(opened);
  }
  return found;
}

function writeCache(path, scripts, before) {
  const made = [...scripts].map(([file, { stamp, script }]) => ({ file, stamp, code: script.createCachedData() }));
  // What another run of the command needed stays, as long as its file is the same.
  const kept = [...before].flatMap(([file, { stamp, code }]) =>
    scripts.has(file) || attempt(() => stampOf(file)) !== stamp ? [] : [{ file, stamp, code }],
  );
  const entries = [...made, ...kept];
  const head = JSON.stringify(entries.map(({ file, stamp, code }) => ({ file, stamp, length: code.length })));
  fs.mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}`;
  fs.writeFileSync(temporary, Buffer.concat([Buffer.from(`${head}\n`), ...entries.map(({ code }) => code)]), {
    mode: 0o600,
    flag: 'wx',
  });
  fs.renameSync(temporary, path);
}

/** Does it if it can: without a cache everything is only slower. */
function attempt(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/**
 * What a file of the folder exports. The files require each other by "./NAME"; all else is Node's to find.
 * @param {string} folder
 * @param {string} name
 * @param {string | undefined} command whose functions the compiled code is to hold
 */
module.exports = function load(folder, name, command) {
  const path = attempt(() => cacheFile(command));
  const cache = (path && attempt(() => readCache(path))) || new Map();
  const modules = new Map();
  const scripts = new Map();
  let fresh = false;

  function requireFrom(id) {
    return id.startsWith('./') ? loadFile(join(folder, id)) : require(id);
  }

  function loadFile(file) {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const stamp = stampOf(file);
    const source = `(function (exports, require, module, __filename, __dirname) { ${fs.readFileSync(file, 'utf8')}\n})`;
    const cached = cache.get(file);
    const cachedData = cached?.stamp === stamp ? cached.code : undefined;
    const script = new Script(source, { filename: file, cachedData });
    if (cachedData === undefined || script.cachedDataRejected) fresh = true;
    scripts.set(file, { stamp, script });
    script.runInThisContext().call(module.exports, module.exports, requireFrom, module, file, folder);
    return module.exports;
  }

  process.once('exit', () => {
    if (fresh && path) attempt(() => writeCache(path, scripts, cache));
  });
  return loadFile(join(folder, name));
};
