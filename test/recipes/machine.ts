import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnippetId, SnippetKind } from '../../src/core/recipes/snippet-ids';
import { snippetsFor } from '../../src/core/recipes/snippets';
import type { Certificate } from '../../src/ipc/schemas';
import { container, json } from '../support/cli';
import { openBench } from '../support/recipe-bench';

/** The name that the server's certificate is for, which the hosts file of the cell gives to this machine. */
export const host = 'app.test';

export interface Texts {
  /** The parts of one kind for the certificate of the server. */
  server: (kind: SnippetKind) => string[];
  /** The client that shows a certificate of its own, asking the server of this machine. */
  shows: () => string[];
}

export interface Machine {
  /** A folder that every account may enter. */
  folder: string;
  /** The texts for a program; its paths have a space and quotes where it can write them. */
  textsFor: (id: SnippetId) => Texts;
}

/** An authority with a certificate for a server and one for a client, made by the command line. */
export async function makeMachine(): Promise<Machine> {
  const { run } = await container();
  const folder = await mkdtemp('/tmp/recipes-');
  const homes = [`${folder}/Ada's "own" data`, `${folder}/data`] as const;
  const sealwax = async (...args: string[]) =>
    json(await run([...args, '--json'], { env: { SEALWAX_HOME: homes[1] } }));
  const bench = await openBench();
  await bench.run(`chmod 755 ${folder} && echo '127.0.0.1 ${host}' | sudo tee -a /etc/hosts`);
  await bench.stop();
  await mkdir(homes[1], { mode: 0o700 });
  await sealwax('ca', 'create', 'Recipes');
  const server: Certificate = (await sealwax('issue', host, 'localhost', '127.0.0.1')).certificate;
  const client: Certificate = (await sealwax('issue', 'client.test', '--purpose', 'client')).certificate;
  await cp(homes[1], homes[0], { recursive: true });
  const moved = (certificate: Certificate, home: string): Certificate =>
    JSON.parse(JSON.stringify(certificate).replaceAll(homes[1], JSON.stringify(home).slice(1, -1)));
  const find = (certificate: Certificate, id: SnippetId, kind: SnippetKind) => {
    const all = homes.flatMap((home) => snippetsFor(moved(certificate, home), 'linux'));
    const parts = all.find((each) => each.id === id && each.kind === kind && each.parts.length > 0)?.parts;
    if (parts === undefined) throw new Error(`there is no text for ${id}, ${kind}`);
    return parts.map(({ text }) => text);
  };
  return {
    folder,
    textsFor: (id) => ({
      server: (kind) => find(server, id, kind),
      // “localhost stands for the server”, as its note says; 8080 is where a web server listens for us.
      shows: () => find(client, id, 'mutual').map((text) => text.replace(/localhost(?!:8080)/g, host)),
    }),
  };
}

/** Writes files below a folder of a case, and gives back the folder. */
export async function filesIn(folder: string, files: Record<string, string>): Promise<string> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true, mode: 0o755 });
    await writeFile(path, text);
  }
  return folder;
}
