import { sep } from 'node:path';
import type { FindReport, Found, Watched as WatchedView } from '../../ipc/watched-schemas';
import { sha256Hex } from '../digest';
import { AppError } from '../errors';
import { expiryStatus } from '../lifecycle/expiry';
import type { Surroundings } from '../system/paths';
import { isPresent } from '../system/present';
import { certificatesIn, chainIn } from './certificate-file';
import { toolCaches, toolOfProjectFile } from './tool-caches';
import { walkFolder } from './walk-folder';
import type { Watched } from './watched';
import { namesKept } from './watched-types';

/** A tool's own folder is shallow. */
const cacheBounds = { depth: 3, entries: 5_000, files: 500 };
/** A folder of projects: each has its certificates near its top. */
const projectBounds = { depth: 6, entries: 100_000, files: 2_000 };

interface Candidate {
  path: string;
  tool: string;
}

/** Finds the certificates that other tools made and never renew, to be watched. It changes nothing. */
export class Finder {
  private last = new Map<string, Candidate>();

  constructor(
    private readonly place: Surroundings,
    private readonly watched: Watched,
    private readonly now: () => Date,
  ) {}

  /** Looks in the places that tools have in the home folder, and through a folder of projects where one is given. Throws `not-found`. */
  async find(projects?: string): Promise<FindReport> {
    const candidates: Candidate[] = [];
    const folders: string[] = [];
    let cut = false;
    for (const { tool, folder, holds } of toolCaches(this.place)) {
      const walked = await walkFolder(folder, () => true, cacheBounds).catch(() => undefined);
      if (walked === undefined) continue;
      folders.push(folder);
      cut ||= walked.cut;
      candidates.push(...walked.files.filter(({ below }) => holds.test(below)).map(({ path }) => ({ path, tool })));
    }
    if (projects !== undefined) {
      const walked = await walkFolder(projects, (name) => toolOfProjectFile(name) !== undefined, projectBounds).catch(
        (cause: unknown) => {
          throw new AppError('not-found', `${projects} cannot be looked through.`, {
            hint: 'Choose a folder that this account may read.',
            cause,
          });
        },
      );
      folders.push(projects);
      cut ||= walked.cut;
      for (const { path, below } of walked.files) {
        const tool = toolOfProjectFile(below);
        const key = path.replace(/\.pem$/i, '-key.pem');
        if (tool !== undefined && (await isPresent(key))) candidates.push({ path, tool });
      }
    }
    const listed = await this.watched.list();
    const found = new Map<string, Found>();
    for (const candidate of candidates) {
      const each = await this.describe(candidate, listed);
      if (each !== undefined) found.set(each.id, each);
    }
    this.last = new Map(candidates.map((candidate) => [idOfFound(candidate.path), candidate]));
    const soonest = [...found.values()].sort((one, other) => one.notAfter.localeCompare(other.notAfter));
    return { found: soonest, folders, cut };
  }

  /** Watches some of those that were found last; what is watched already stays as it is. Throws `not-found`. */
  async add(ids: readonly string[]): Promise<WatchedView[]> {
    const chosen = ids.map((id) => {
      const candidate = this.last.get(id);
      if (candidate !== undefined) return candidate;
      throw new AppError('not-found', 'It is no longer known what was found.', {
        hint: 'Look for certificates again.',
      });
    });
    const added: WatchedView[] = [];
    for (const { path, tool } of chosen) {
      try {
        added.push(await this.watched.addPath(path, tool));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'already-exists') throw error;
      }
    }
    return added;
  }

  private async describe({ path, tool }: Candidate, listed: readonly WatchedView[]): Promise<Found | undefined> {
    const leaf = chainIn(await certificatesIn(path).catch(() => []))?.chain[0];
    // Authorities are the census's.
    if (leaf === undefined || leaf.isAuthority) return undefined;
    const { names, notBefore, notAfter } = leaf;
    return {
      id: idOfFound(path),
      path,
      tool,
      names: (names.length > 0 ? names.map(({ display }) => display) : [leaf.commonName]).slice(0, namesKept),
      issuer: leaf.issuerCommonName || leaf.issuer,
      notAfter: notAfter.toISOString(),
      state: expiryStatus(notBefore.getTime(), notAfter.getTime(), this.now().getTime()),
      watched: listed.some(
        ({ kind, target }) => target === path || (kind === 'folder' && path.startsWith(target + sep)),
      ),
    };
  }
}

const idOfFound = (path: string) => `found-${sha256Hex(path).slice(0, 16)}`;
