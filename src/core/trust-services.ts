import type { PhonePage as PhonePageState } from '../ipc/trust-schemas';
import type { Authorities } from './authority/authorities';
import { Census } from './census/census';
import type { Actor, Journal } from './journal';
import type { AskPassphrase, RootKeys } from './keychain/root-keys';
import { MkcertTrust } from './mkcert/install';
import { PhonePage } from './phone/phone-page';
import { Recipes } from './recipes/recipes';
import type { FolderLock } from './system/lock';
import { once } from './system/once';
import type { Surroundings } from './system/paths';
import type { Run } from './system/run';
import { TrustMatrix } from './trust/matrix';
import { nssDatabases } from './trust/nss-databases';
import { ProofStore } from './trust/proof-store';
import { proveTrust } from './trust/prove';
import { mkcertStores, trustStores } from './trust/registry';
import { Trust } from './trust/trust';
import { TrustChanges, trustChangesFile } from './trust/trust-changes';
import type { TrustStore } from './trust/trust-store';

export interface TrustServicesOptions extends Surroundings {
  dir: string;
  who: Actor;
  run: Run;
  now: () => Date;
  random: (bytes: number) => Buffer;
  lock: FolderLock;
  journal: Journal;
  keys: RootKeys;
  authorities: Authorities;
  /** Asks for the primary password of a browser's database in a window of ours; on a terminal it is never asked for. */
  askStorePassword?: AskPassphrase;
  /** The page for phones began, ended, or had a visit; nobody listens on the command line. */
  phoneChanged?: (state: PhonePageState) => void;
}

/** All that has to do with being trusted: by stores, programs and devices. */
export interface TrustServices {
  /** Every trust store of this machine, found anew. */
  stores: () => Promise<TrustStore[]>;
  /** The folders of the databases of browsers as they are now: cheap enough to be asked for again and again. */
  places: () => Promise<string[]>;
  trust: Trust;
  matrix: TrustMatrix;
  trustChanges: TrustChanges;
  census: Census;
  recipes: Recipes;
  phone: PhonePage;
  mkcertTrust: MkcertTrust;
}

/** Each is made, and on the command line loaded, when it is first asked for. */
export function trustServices(options: TrustServicesOptions): TrustServices {
  const { dir, who, run, env, now, random, lock, journal, keys, authorities } = options;
  const place: Surroundings = { platform: options.platform, env, home: options.home };
  const stores = () => trustStores({ ...place, run, askStorePassword: options.askStorePassword });
  const changes = once(() => new TrustChanges(trustChangesFile(place), who, now));
  const trust = once(() => {
    const prove: ConstructorParameters<typeof Trust>[0]['prove'] = (request) => proveTrust({ ...request, run, env });
    const proofs = new ProofStore(dir, lock);
    return new Trust({ authorities, keys, journal, lock, changes: changes(), proofs, stores, prove, now, random });
  });
  const matrix = once(() => new TrustMatrix({ trust: trust(), authorities, env, now }));
  const census = once(() => new Census({ place, authorities, stores, journal, lock, changes: changes(), now }));
  const lastProof = (fingerprint256: string) => trust().lastProof(fingerprint256);
  const recipes = once(() => new Recipes({ place, dir, authorities, lastProof }));
  const changed = options.phoneChanged ?? (() => undefined);
  const phone = once(() => new PhonePage({ authorities, keys, now, random, changed }));
  const mkcertTrust = once(() => {
    const ofMkcert = () => mkcertStores({ ...place, run });
    return new MkcertTrust({ stores: ofMkcert, journal, lock, changes: changes() });
  });
  return {
    stores,
    places: async () => (await nssDatabases(place)).map(({ folder }) => folder),
    get trust() {
      return trust();
    },
    get matrix() {
      return matrix();
    },
    get trustChanges() {
      return changes();
    },
    get census() {
      return census();
    },
    get recipes() {
      return recipes();
    },
    get phone() {
      return phone();
    },
    get mkcertTrust() {
      return mkcertTrust();
    },
  };
}
