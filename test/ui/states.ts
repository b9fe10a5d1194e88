import type { SigningRequest } from '../../src/ipc/issue-schemas';
import type { Authority, Certificate, ProveReport, Store } from '../../src/ipc/schemas';
import { damaged, reportOf, rootMissing, unreadable } from './answers';
import { several } from './authority-answers';
import { authority, certificates, hex, inDays, stores } from './data';
import { openRequests } from './files';
import { moreStores } from './trust-places';

export const states = [
  'full',
  'empty',
  'first-run',
  'no-keychain',
  'refused',
  // Set-up ends without a proof, and set-up fails after the root was made.
  'unproven',
  'half-made',
  // Before set-up, on a machine with two JDKs and a mail program.
  'many-stores',
  'damaged',
  // root.pem is missing, so the stores cannot be read; and neither the root nor its record can be read.
  'root-missing',
  'unreadable',
  'untrusted',
  // No client that could check is installed.
  'unchecked',
  'failing',
  // Four authorities side by side, one of them an intermediate and one from mkcert.
  'several',
  // One certificate was renewed, and the renewal of another fails.
  'renewal',
  // Ten thousand certificates, and an old authority that ends within the year.
  'many',
] as const;
export type State = (typeof states)[number];

/** The first, which has expired, was renewed by the third. */
function withReplaced(all: Certificate[]): Certificate[] {
  const newer = all[2]?.id;
  return all.map((each, index) => (index === 0 && newer !== undefined ? { ...each, replacedBy: newer } : each));
}

/** What the machine holds when the window opens. */
export interface Start {
  authorities: Authority[];
  listed: Certificate[];
  places: Store[];
  proof: ProveReport | null;
  requests: SigningRequest[];
}

const beforeSetUp: readonly State[] = ['first-run', 'no-keychain', 'refused', 'unproven', 'half-made', 'many-stores'];
const ending: Authority = {
  ...authority,
  id: 'old-root',
  name: 'Sealwax CA of 2017',
  isDefault: false,
  fingerprint: hex('old root', 64),
  notAfter: inDays(120),
};
const wrong: Partial<Record<State, Authority>> = { damaged, 'root-missing': rootMissing, unreadable };

export function startOf(state: State): Start {
  if (beforeSetUp.includes(state)) {
    const absent = moreStores.map((place) => ({ ...place, state: 'absent' as const }));
    const places = [...stores('absent'), ...(state === 'many-stores' ? absent : [])];
    return { authorities: [], listed: [], places, proof: null, requests: [] };
  }
  const usual = stores(state === 'untrusted' ? 'absent' : 'trusted');
  const places = state === 'several' ? [...usual, ...moreStores] : usual;
  return {
    authorities: state === 'several' ? several : [wrong[state] ?? authority, ...(state === 'many' ? [ending] : [])],
    listed:
      state === 'empty'
        ? []
        : state === 'renewal'
          ? withReplaced(certificates(60))
          : certificates(state === 'many' ? 10_000 : 60),
    places,
    proof: reportOf(places),
    requests: state === 'empty' ? [] : openRequests(),
  };
}
