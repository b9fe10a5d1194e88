import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(__dirname, '..');
const source = join(root, 'src');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

interface Module {
  /** Relative to src, e.g. "core/pki/leaf.ts". */
  name: string;
  /** The first folder, e.g. "core". */
  layer: string;
  text: string;
  imports: { specifier: string; typeOnly: boolean; target: string | undefined }[];
}

const modules: Module[] = filesBelow(source).map((path) => {
  const text = readFileSync(path, 'utf8');
  const name = relative(source, path);
  const imports = [
    ...text.matchAll(
      /^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm,
    ),
  ].map((found) => {
    const specifier = found[2] ?? found[3] ?? found[4] ?? '';
    return {
      specifier,
      typeOnly: found[1] !== undefined,
      target: specifier.startsWith('.') ? relative(source, resolve(dirname(path), specifier)) : undefined,
    };
  });
  return { name, layer: name.split('/')[0] ?? '', text, imports };
});

const product = modules.filter((each) => !/\.test\.tsx?$/.test(each.name));

/** Which layers each layer may import from; "value" also allows types. */
const allowed: Record<string, { value: string[]; type: string[] }> = {
  core: { value: ['core', 'ipc'], type: [] },
  ipc: { value: ['ipc'], type: [] },
  main: { value: ['main', 'ipc', 'core'], type: [] },
  preload: { value: ['preload'], type: ['ipc'] },
  renderer: { value: ['renderer', 'ipc'], type: [] },
  prompt: { value: ['prompt'], type: ['ipc'] },
  cli: { value: ['cli', 'core'], type: ['ipc'] },
};

describe('the layout of the house', () => {
  it('lets arrows run one way only', () => {
    const wrong = product.flatMap(({ name, layer, imports }) =>
      imports
        .filter(({ target }) => target !== undefined)
        .filter(({ target, typeOnly }) => {
          const to = (target as string).split('/')[0] ?? '';
          const rule = allowed[layer];
          return rule === undefined || !(rule.value.includes(to) || (typeOnly && rule.type.includes(to)));
        })
        .map(({ target }) => `${name} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('takes only the record schemas from ipc into core as values', () => {
    // The records on disk reuse the shapes of names, limits and ids; everything else of ipc is a type to core.
    const values = product.flatMap(({ name, layer, imports }) =>
      imports
        .filter(({ target, typeOnly }) => layer === 'core' && target?.startsWith('ipc/') && !typeOnly)
        .map(() => name),
    );
    expect([...new Set(values)]).toEqual(['core/authority/record-schemas.ts']);
  });

  it('keeps electron, react and the DOM out of core, and Node out of the pages', () => {
    const wrong = product.flatMap(({ name, layer, imports }) =>
      imports
        .filter(({ specifier }) => {
          if (layer === 'core' || layer === 'ipc' || layer === 'cli')
            return /^(electron|react|@mantine)/.test(specifier);
          if (layer === 'renderer' || layer === 'prompt')
            return specifier.startsWith('node:') || specifier === 'electron';
          return false;
        })
        .map(({ specifier }) => `${name} → ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the features of the window apart', () => {
    const wrong = product.flatMap(({ name, imports }) => {
      const feature = /^renderer\/features\/([^/]+)\//.exec(name)?.[1];
      return imports
        .map(({ target }) => /^renderer\/features\/([^/]+)\//.exec(`${target ?? ''}/`)?.[1])
        .filter((other) => feature !== undefined && other !== undefined && other !== feature)
        .map((other) => `${name} → ${other}`);
    });
    expect(wrong).toEqual([]);
  });

  it.each([['node:child_process', ['core/system/run.ts']]])('has one door for %s', (specifier, doors) => {
    expect(
      product.filter(({ imports }) => imports.some((each) => each.specifier === specifier)).map(({ name }) => name),
    ).toEqual(doors);
  });

  it.each([
    [/\('keytar'\)/, ['core/keychain/keytar.ts']],
    [/\bipcMain\b/, ['main/ipc.ts']],
    [/\bipcRenderer\b/, ['preload/prompt.ts', 'preload/window.ts']],
    [/window\.sealwax\b/, ['renderer/api.ts']],
  ])('has one place for %s', (word, places) => {
    expect(
      product
        .filter(({ text }) => word.test(text))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(places);
  });

  it('reads the clock and the platform only at the edges', () => {
    const clock = product.filter(
      ({ name, text }) => /^core\/(pki|lifecycle)\//.test(name) && /Date\.now\(\)|new Date\(\)/.test(text),
    );
    expect(clock.map(({ name }) => name)).toEqual([]);
    const platform = product.filter(({ name, text }) => /^core\//.test(name) && /process\.platform/.test(text));
    expect(platform.map(({ name }) => name)).toEqual(['core/system/run.ts']);
  });

  it('has no file longer than 300 lines', () => {
    const long = modules
      .map(({ name, text }) => ({ name, lines: text.split('\n').length }))
      .filter(({ lines }) => lines > 301);
    expect(long).toEqual([]);
  });
});
