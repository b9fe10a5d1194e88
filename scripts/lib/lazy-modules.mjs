import { builtinModules, createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { root } from './paths.mjs';

/** All functions of one of Node's own modules. */
function functionsOf(id) {
  const real = createRequire(import.meta.url)(id);
  return Object.keys(real).filter((name) => typeof real[name] === 'function');
}

/**
 * Modules that cost more to load than many commands take, and that few commands need: each is loaded when something of it is
 * first used, not at the start. Only functions, namespaces of functions, and classes that are made by `new` alone may be in here: a
 * class could not be extended, nor asked for with instanceof, before it is there. Ours are named by their path in src.
 */
const lazyModules = {
  'node-forge': 'namespaces',
  tldts: ['parse'],
  'csv-parse/sync': ['parse'],
  'node:child_process': ['spawn'],
  'node:https': ['createServer', 'request'],
  'node:net': ['connect', 'createServer', 'isIP', 'isIPv4'],
  'node:fs/promises': functionsOf('node:fs/promises'),
  'core/authority/adopt': ['Adoption'],
  'core/authority/adopt-issued': ['adoptedCertificate'],
  'core/authority/backup': ['Backup'],
  'core/authority/batch': ['Batch'],
  'core/authority/batch-file': ['checkBatchRows', 'readBatch'],
  'core/authority/create': ['draftAuthority', 'withNewKey'],
  'core/authority/issue-many': ['issueMany'],
  'core/authority/keychain-marks': ['KeychainMarks'],
  'core/authority/key-changes': ['KeyChanges'],
  'core/authority/new-authorities': ['NewAuthorities'],
  'core/authority/recovery-kit': ['writeRecoveryKit'],
  'core/authority/renew': ['renewalOf'],
  'core/authority/request-store': ['RequestStore'],
  'core/authority/requests': ['Requests'],
  'core/deployments/deployment-store': ['DeploymentStore'],
  'core/deployments/deployments': ['Deployments'],
  'core/export/exporter': ['Exporter'],
  'core/export/unfinished': ['UnfinishedFiles'],
  'core/inspect/look-inside': ['LookInside'],
  'core/inspect/opened-files': ['OpenedFiles'],
  'core/lifecycle-services': ['lifecycleServices'],
  'core/mkcert/compat': ['CompatAuthority'],
  'core/mkcert/install': ['MkcertTrust', 'enabledStores'],
  'core/pki/asn-certificate': ['readAsn', 'takeApart'],
  'core/pki/asn-name': ['readAsnName', 'writeAsnName'],
  'core/pki/signature': ['describeSignatureAlgorithm', 'isWeakSignature', 'verifySignature', 'verifySignedData'],
  'core/proxy/proxies': ['Proxies'],
  'core/set-up': ['SetUp'],
  'core/system/hosts-file': ['HostsFile'],
  'core/system/run': ['run'],
  'core/trust-services': ['trustServices'],
  'core/watched/finder': ['Finder'],
  'core/watched/renew-in-place': ['RenewInPlace'],
  'core/watched/watched': ['Watched'],
  'core/authority/record-schemas': ['parseAuthorityRecord', 'parseCertificateRecord', 'parseRequestRecord'],
};

const prefix = '\0lazy:';
const source = resolve(root, 'src');
const isBuiltin = (id) => builtinModules.includes(id.replace('node:', ''));
const isOurs = (id) => /^(core|cli)\//.test(id);
const fileOf = (id) => `lazy-${id.replace(/^.*\/(?=.+\/)/, '').replaceAll('/', '-')}`;
/** What the bundle requires at the first use: a file of its own beside it, which costs nothing before. */
const requiredAs = (id) => (isBuiltin(id) ? id : `./${fileOf(id)}.cjs`);

/** The files of their own, as inputs of the build. */
export const lazyInputs = Object.fromEntries(
  Object.keys(lazyModules)
    .filter((id) => !isBuiltin(id))
    .map((id) => [fileOf(id), isOurs(id) ? resolve(source, `${id}.ts`) : id]),
);

/** A function, or a class, that is loaded when it is called. */
const standInOf = (name) => `
  export const ${name} = new Proxy(function () {}, {
    apply: (_, self, args) => real().${name}.apply(self, args),
    construct: (_, args) => new (real().${name})(...args),
  });`;

const standIn = (id, what) => {
  const real = `let loaded; const real = () => (loaded ??= require(${JSON.stringify(requiredAs(id))}));`;
  if (what !== 'namespaces') return real + what.map(standInOf).join('');
  return `${real}
    const groups = {};
    const group = (name) => new Proxy({}, { get: (_, key) => real()[name][key] });
    module.exports = new Proxy({}, { get: (_, name) => (groups[name] ??= group(name)) });`;
};

/** The name in `lazyModules` of what is imported, or undefined. */
function lazyNameOf(id, importer) {
  const name = id.startsWith('.') ? relative(source, resolve(dirname(importer), id)) : id;
  return Object.hasOwn(lazyModules, name) ? name : undefined;
}

const isLate = (file) => Object.hasOwn(lazyModules, relative(source, file).replace(/\.ts$/, ''));

/** A plugin of Rollup and Rolldown for a bundle of CommonJS: puts a stand-in into the place of each of `lazyModules`. */
export const lazy = () => ({
  name: 'lazy-modules',
  enforce: 'pre',
  resolveId(id, importer, { kind }) {
    if (importer?.startsWith(prefix)) return { id, external: true };
    // As an input of the build, and to itself, each is the real one.
    if (importer === undefined || importer.includes('node_modules')) return null;
    // What is imported when it is needed is late enough.
    if (kind === 'dynamic-import') return null;
    const name = lazyNameOf(id, importer);
    // What is loaded late itself takes ours as they are.
    return name === undefined || (isOurs(name) && isLate(importer)) ? null : prefix + name;
  },
  load: (id) => (id.startsWith(prefix) ? standIn(id.slice(prefix.length), lazyModules[id.slice(prefix.length)]) : null),
});

/**
 * A group of Rolldown's code splitting: these modules and all that they need at once, what is lazy and what `entry` has aside, in
 * one file.
 * @param {string} name
 * @param {string | undefined} entry by its path in src, as the modules
 * @param {string[]} modules
 */
export function oneFileOf(name, entry, modules) {
  const reachable = (start, context) => {
    const found = new Set(start.map((id) => resolve(source, `${id}.ts`)));
    for (const id of found) for (const next of context.getModuleInfo(id)?.importedIds ?? []) found.add(next);
    return found;
  };
  let wanted;
  return {
    debugName: name,
    name: (id, context) => {
      wanted ??= reachable(modules, context).difference(reachable(entry ? [entry] : [], context));
      return wanted.has(id) ? name : null;
    },
  };
}
