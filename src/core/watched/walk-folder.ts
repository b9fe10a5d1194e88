import { join } from 'node:path';
import { readdir, stat } from '../system/file-calls';
import { errnoOf } from '../system/fs-error';

export interface WalkBounds {
  /** Folders below the first one. */
  depth: number;
  /** Entries that are looked at, of whatever kind. */
  entries: number;
  /** Files that are given back. */
  files: number;
}

export interface WalkedFile {
  path: string;
  /** Below the first folder, with slashes. */
  below: string;
}

export interface Walked {
  /** By their paths. */
  files: WalkedFile[];
  /** There was more than the bounds let through. */
  cut: boolean;
}

/** Folders of tools: what lies in them is theirs, comes by the thousand, and is made anew by them. */
const passedOver: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '.git',
  '.hg',
  '.svn',
  '.cache',
  '.npm',
  '.yarn',
  '.pnpm-store',
  '.venv',
  'venv',
  '__pycache__',
  '.next',
  '.nuxt',
  '.turbo',
  '.gradle',
]);

/**
 * The files below a folder whose names are wanted, breadth first, so that what lies near comes first when there is too much. Links to
 * folders are not followed: they may lead in a circle. A folder inside that may not be read is passed over; the first one throws
 * `ENOENT` and the like as they are.
 */
export async function walkFolder(
  first: string,
  wanted: (name: string) => boolean,
  bounds: WalkBounds,
): Promise<Walked> {
  const files: WalkedFile[] = [];
  let cut = false;
  let entries = 0;
  let level: { path: string; below: string }[] = [{ path: first, below: '' }];
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const folder of level) {
      const found = await readdir(folder.path, { withFileTypes: true }).catch((error: unknown) => {
        if (folder.path === first) throw error;
        return [];
      });
      for (const entry of found.sort((one, other) => (one.name < other.name ? -1 : 1))) {
        entries += 1;
        if (entries > bounds.entries || files.length >= bounds.files) return { files: sorted(files), cut: true };
        const each = { path: join(folder.path, entry.name), below: folder.below + entry.name };
        if (entry.isDirectory()) {
          if (passedOver.has(entry.name)) continue;
          if (depth < bounds.depth) next.push({ path: each.path, below: `${each.below}/` });
          else cut = true;
        } else if (wanted(entry.name) && (entry.isFile() || (await leadsToFile(each.path)))) {
          files.push(each);
        }
      }
    }
    level = next;
  }
  return { files: sorted(files), cut };
}

const sorted = (files: WalkedFile[]) => files.sort((one, other) => (one.below < other.below ? -1 : 1));

const leadsToFile = (path: string) =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

/** What the files are now, in a few words that differ when one of them does; a file that is not there counts too. */
export async function stampOf(paths: readonly string[]): Promise<string[]> {
  return Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ mtimeMs, size, ino }) => `${path} ${mtimeMs} ${size} ${ino}`,
        (error: unknown) => `${path} ${errnoOf(error) ?? 'unread'}`,
      ),
    ),
  );
}
