import { builtinModules } from 'node:module';

/**
 * Modules that cost more to load than many commands take, and that few commands need: each is loaded when something of it is
 * first used, not at the start. Only functions, and namespaces of functions, may be in here: a class could not be extended, nor
 * asked for with instanceof, before it is there.
 */
const lazyModules = {
  'node-forge': 'namespaces',
  tldts: ['parse'],
  'csv-parse/sync': ['parse'],
  'node:child_process': ['spawn'],
  'node:https': ['createServer'],
};

const prefix = '\0lazy:';
const isBuiltin = (id) => builtinModules.includes(id.replace('node:', ''));
const fileOf = (id) => `lazy-${id.replace('/', '-')}`;
/** What the bundle requires at the first use: a file of its own beside it, which costs nothing before. */
const requiredAs = (id) => (isBuiltin(id) ? id : `./${fileOf(id)}.cjs`);

/** The files of their own, as inputs of the build. */
export const lazyInputs = Object.fromEntries(
  Object.keys(lazyModules)
    .filter((id) => !isBuiltin(id))
    .map((id) => [fileOf(id), id]),
);

const standIn = (id, what) => {
  const real = `let loaded; const real = () => (loaded ??= require(${JSON.stringify(requiredAs(id))}));`;
  if (what !== 'namespaces')
    return `${real}${what.map((each) => `exports.${each} = (...args) => real().${each}(...args);`).join('')}`;
  return `${real}
    const groups = {};
    const group = (name) => new Proxy({}, { get: (_, key) => real()[name][key] });
    module.exports = new Proxy({}, { get: (_, name) => (groups[name] ??= group(name)) });`;
};

/** A plugin of Rollup and Rolldown for a bundle of CommonJS: puts a stand-in into the place of each of `lazyModules`. */
export const lazy = () => ({
  name: 'lazy-modules',
  enforce: 'pre',
  resolveId(id, importer) {
    if (importer?.startsWith(prefix)) return { id, external: true };
    // As an input of the build, and to itself, each is the real one.
    return id in lazyModules && importer !== undefined && !importer.includes('node_modules') ? prefix + id : null;
  },
  load: (id) => (id.startsWith(prefix) ? standIn(id.slice(prefix.length), lazyModules[id.slice(prefix.length)]) : null),
});
