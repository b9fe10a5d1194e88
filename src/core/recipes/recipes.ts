import { join } from 'node:path';
import type { ProveReport } from '../../ipc/schemas';
import type { Recipe, Recipes as RecipesReport } from '../../ipc/trust-schemas';
import type { Authorities } from '../authority/authorities';
import { writeFileAtomic } from '../system/atomic-file';
import { readFile, rm } from '../system/file-calls';
import { explainFsError } from '../system/fs-error';
import type { Surroundings } from '../system/paths';
import { which } from '../system/which';
import { bundleHolds } from '../trust/anchor-files';
import { pemBlocks } from '../trust/pem-blocks';
import type { RootCertificate } from '../trust/trust-store';
import { type RecipeText, recipeTexts } from './recipe-texts';
import { shellFile, shellFileState, shellFileText, shellLines, sourceLine } from './shell-file';

/** Where the distributions keep the list that OpenSSL's users read (Go's crypto/x509/root_linux.go has the same). */
const bundles = [
  'etc/ssl/certs/ca-certificates.crt',
  'etc/pki/tls/certs/ca-bundle.crt',
  'etc/ssl/ca-bundle.pem',
  'etc/ssl/cert.pem',
];

export interface RecipesOptions {
  place: Surroundings;
  /** The data folder. */
  dir: string;
  authorities: Authorities;
  /** The last proof of the root with this fingerprint. */
  lastProof: (fingerprint256: string) => Promise<ProveReport | null> | ProveReport | null;
  /** Where the system's files are looked for; "/" unless told. */
  rootFolder?: string;
}

/** What cannot be installed for a person: steps with this machine's real paths, and whether they work already. */
export class Recipes {
  constructor(private readonly options: RecipesOptions) {}

  /** Every recipe for a root, the default one unless told. Throws `no-authority`, `not-found`, `authority-damaged`. */
  async read(authorityId?: string): Promise<RecipesReport> {
    const { place, authorities, lastProof } = this.options;
    const root = await authorities.rootCertificate(authorityId);
    const [bundle, report] = await Promise.all([this.bundleWith(root), lastProof(root.fingerprint256)]);
    const texts = recipeTexts({
      platform: place.platform,
      pemPath: root.pemPath,
      fileName: `sealwax-${root.fingerprint256.slice(0, 8)}`,
      bundle,
    });
    const recipes = await Promise.all(texts.map((text) => this.stateOf(text, root, report)));
    return { recipes, shell: (await this.shell(root, bundle)).report };
  }

  /** Writes the file that a shell sources (0644: public facts). Throws as `read`, and `read-only` and `disk-full`. */
  async writeShellFile(authorityId?: string): Promise<RecipesReport> {
    const root = await this.options.authorities.rootCertificate(authorityId);
    const { report, text } = await this.shell(root, await this.bundleWith(root));
    await writeFileAtomic(report.file, text, 0o644);
    return this.read(authorityId);
  }

  /** Deletes that file; the line in a start-up file then does nothing. */
  async removeShellFile(authorityId?: string): Promise<RecipesReport> {
    const file = shellFile(this.options.dir, this.options.place.platform);
    await rm(file, { force: true }).catch((error: unknown) => {
      throw explainFsError(error, `delete ${file}`);
    });
    return this.read(authorityId);
  }

  private async shell(root: RootCertificate, bundle: string | undefined) {
    const { dir, place } = this.options;
    const file = shellFile(dir, place.platform);
    const lines = shellLines(root.pemPath, bundle);
    const text = shellFileText(lines, root.pemPath, place.platform);
    const state = await shellFileState(file, text);
    return { report: { lines, file, state, sourceLine: sourceLine(file, place.platform) }, text };
  }

  private async bundleWith(root: RootCertificate): Promise<string | undefined> {
    if (this.options.place.platform !== 'linux') return undefined;
    for (const path of bundles) {
      const file = join(this.options.rootFolder ?? '/', path);
      if (await bundleHolds(file, root.fingerprint256)) return file;
    }
    return undefined;
  }

  private async stateOf(text: RecipeText, root: RootCertificate, report: ProveReport | null): Promise<Recipe> {
    const { programs, client, ...recipe } = text;
    const paths = await Promise.all(programs.map((program) => which(program, this.options.place.env)));
    const found = paths.filter((path) => path !== undefined);
    if (programs.length > 0 && found.length === 0) {
      return {
        ...recipe,
        state: 'not-here',
        message: `${programs.join(' and ')} ${programs.length > 1 ? 'are' : 'is'} not on this machine’s PATH.`,
      };
    }
    if (programs.length === 0) return { ...recipe, state: 'unknown', message: 'Sealwax cannot look into a device.' };
    const proof = report?.proofs.find(({ id, about }) => id === client || about?.includes(client ?? '') === true);
    if (proof?.result === 'passed') {
      return { ...recipe, state: 'works', message: `Opened a page with it at the last check: ${proof.label}.` };
    }
    if (proof?.result === 'failed') return { ...recipe, state: 'needed', message: proof.message };
    if (recipe.id === 'node' && (await this.nodeIsTold(root))) {
      return { ...recipe, state: 'works', message: 'NODE_EXTRA_CA_CERTS names a file with this root.' };
    }
    if (client === undefined) return { ...recipe, state: 'unknown', message: 'No check tells whether it works.' };
    return { ...recipe, state: 'unknown', message: 'Not checked yet. Press Check now, or type: sealwax trust prove' };
  }

  private async nodeIsTold(root: RootCertificate): Promise<boolean> {
    const file = this.options.place.env.NODE_EXTRA_CA_CERTS ?? '';
    const text = file === '' ? '' : await readFile(file, 'latin1').catch(() => '');
    return pemBlocks(text).some(({ fingerprint256 }) => fingerprint256 === root.fingerprint256);
  }
}
