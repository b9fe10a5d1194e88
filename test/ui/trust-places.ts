import type { Authority, Store } from '../../src/ipc/schemas';
import type { Cell, CellVerdict, Matrix, MatrixRow } from '../../src/ipc/trust-schemas';
import { inDays, store } from './data';

/** A machine with more than the usual: two JDKs, a mail program, an old browser folder. */
export const moreStores: Store[] = [
  store(
    'nss:/home/ada/.thunderbird/q7w8e9.default',
    'Thunderbird, profile default',
    '/home/ada/.thunderbird/q7w8e9.default',
    {
      state: 'trusted',
      note: 'Thunderbird is running: it notices after a restart.',
    },
  ),
  store('java:/etc/ssl/certs/java/cacerts', 'OpenJDK 17 (Debian)', '/etc/ssl/certs/java/cacerts', {
    kind: 'java',
    state: 'trusted',
    follows: 'system',
    message: 'Debian fills it from the system store.',
    install: { description: 'Nothing: it is filled from the system store.', commands: [] },
    remove: { description: 'Nothing: it is filled from the system store.', commands: [] },
  }),
  store('java:/opt/jdk-21/lib/security/cacerts', 'Temurin 21', '/opt/jdk-21/lib/security/cacerts', {
    kind: 'java',
    state: 'absent',
    privileged: true,
    install: {
      description: 'Adds one certificate to the cacerts file of this JDK.',
      commands: [
        'sudo /opt/jdk-21/bin/keytool -importcert -noprompt -trustcacerts -keystore /opt/jdk-21/lib/security/cacerts -storepass changeit -alias sealwax-root -file /home/ada/.local/share/sealwax/authorities/root/root.pem',
      ],
    },
    remove: {
      description: 'Deletes exactly this entry from the cacerts file of this JDK.',
      commands: [
        'sudo /opt/jdk-21/bin/keytool -delete -keystore /opt/jdk-21/lib/security/cacerts -storepass changeit -alias sealwax-root',
      ],
    },
  }),
];

interface Said {
  verdict: CellVerdict;
  message?: string;
  hint?: string;
  by?: string[];
  /** What a client said when it refused. */
  refused?: string;
}

const verdictOf: Record<Store['state'], CellVerdict> = {
  trusted: 'trusted',
  present: 'not-trusted',
  absent: 'absent',
  'tool-missing': 'tool-missing',
  locked: 'locked',
  unknown: 'unknown',
};
const groupOf = { system: 'system', nss: 'browsers', java: 'java', keychain: 'system', windows: 'system' } as const;

/** The programs that have no store of their own to install into. */
const clients: readonly { id: string; label: string; location: string; recipe?: string; own?: true }[] = [
  { id: 'client:curl', label: 'curl', location: '/usr/bin/curl', recipe: 'curl' },
  { id: 'client:python', label: 'Python', location: '/usr/bin/python3' },
  { id: 'client:node', label: 'Node', location: '/usr/bin/node', recipe: 'node', own: true },
];

/** What stands in the column of the root that came from mkcert: one of each verdict. */
const ofMkcert: Record<string, Said> = {
  system: { verdict: 'unchecked', message: 'In the store; no client has tried it since it was put there.' },
  'nss:/home/ada/.pki/nssdb': {
    verdict: 'not-trusted',
    message: 'It is in the database, but not marked as trusted for web sites.',
    hint: 'Repair sets the mark.',
    refused: 'net::ERR_CERT_AUTHORITY_INVALID',
    by: ['Chromium'],
  },
  'nss:/home/ada/.mozilla/firefox/x1y2z3.default-release': { verdict: 'absent' },
  'nss:/home/ada/.thunderbird/q7w8e9.default': {
    verdict: 'unknown',
    message: 'The database is held by a running Thunderbird.',
    hint: 'Close Thunderbird and look again.',
  },
  'java:/opt/jdk-21/lib/security/cacerts': {
    verdict: 'tool-missing',
    message: 'keytool was not found in /opt/jdk-21/bin.',
    hint: 'Install it with: sudo apt install openjdk-21-jre-headless',
  },
};

/** Which root each change and each check was about, so that the columns tell apart. */
export class PlacesDouble {
  private readonly said = new Map<string, Said>();

  constructor(private readonly several: boolean) {}

  /** After a change nobody has tried it yet. */
  changed(action: 'install' | 'remove', places: readonly Store[], authorityId: string): void {
    for (const { id, state, follows } of places) {
      if (state === 'locked' || follows !== undefined) continue;
      this.said.set(`${authorityId} ${id}`, { verdict: action === 'install' ? 'unchecked' : 'absent' });
    }
  }

  proven(authorityId: string): void {
    for (const [key, { verdict }] of this.said) {
      if (key.startsWith(`${authorityId} `) && verdict === 'unchecked') this.said.set(key, { verdict: 'trusted' });
    }
    if (authorityId === 'mkcert') this.said.set('mkcert system', { verdict: 'trusted' });
  }

  matrix(roots: readonly Authority[], places: readonly Store[]): Matrix {
    const rows = places.map((place) => this.storeRow(place, roots));
    return {
      at: new Date().toISOString(),
      roots: roots.map(({ id, name, fingerprint, isDefault }) => ({
        authorityId: id,
        name,
        fingerprint256: fingerprint,
        isDefault,
      })),
      rows: [...rows, ...clients.map((client) => clientRow(client, roots, rows[0]))],
    };
  }

  private storeRow(place: Store, roots: readonly Authority[]): MatrixRow {
    const { id, kind, label, location, privileged, note, follows } = place;
    return {
      id,
      group: groupOf[kind],
      label,
      location,
      privileged,
      ...(note === undefined ? {} : { note }),
      ...(follows === undefined ? {} : { follows }),
      cells: roots.map((root) => cellOf(root, place, this.saidOf(root, place))),
    };
  }

  private saidOf(root: Authority, place: Store): Said {
    const { message, hint } = place;
    if (place.follows !== undefined) return { verdict: 'follows', ...(message ? { message } : {}) };
    const known =
      this.said.get(`${root.id} ${place.id}`) ??
      (this.several && root.id === 'mkcert' ? ofMkcert[place.id] : undefined);
    return known ?? { verdict: verdictOf[place.state], ...(message ? { message } : {}), ...(hint ? { hint } : {}) };
  }
}

function cellOf({ id }: Authority, place: Store, said: Said): Cell {
  const { verdict, message, hint } = said;
  const by =
    said.by ?? (place.kind === 'system' ? ['curl', 'OpenSSL', 'Python', 'git'] : [place.label.split(',')[0] ?? '']);
  return {
    authorityId: id,
    verdict,
    ...(message ? { message } : {}),
    ...(hint ? { hint } : {}),
    verified:
      verdict === 'trusted' || said.refused
        ? {
            at: inDays(-4 / 1440),
            passed: verdict === 'trusted',
            by,
            ...(said.refused ? { message: said.refused } : {}),
          }
        : null,
    actions: actionsOf[verdict],
    install: place.install,
    remove: place.remove,
  };
}

const actionsOf: Record<CellVerdict, Cell['actions']> = {
  trusted: ['remove'],
  unchecked: ['remove'],
  'not-trusted': ['repair', 'remove'],
  absent: ['install'],
  'tool-missing': [],
  locked: ['install', 'remove'],
  follows: [],
  unknown: ['install', 'remove'],
};

function clientRow(
  client: (typeof clients)[number],
  roots: readonly Authority[],
  system: MatrixRow | undefined,
): MatrixRow {
  const { id, label, location, recipe, own } = client;
  return {
    id,
    group: 'clients',
    label,
    location,
    privileged: false,
    ...(recipe ? { recipe } : {}),
    cells: roots.map((root, index): Cell => {
      const held = system?.cells[index]?.verdict === 'trusted';
      const refused = { at: inDays(-4 / 1440), passed: false, by: [label], message: 'SELF_SIGNED_CERT_IN_CHAIN' };
      if (own) {
        return {
          authorityId: root.id,
          verdict: 'not-trusted',
          message: 'Node reads its own list, not the system store.',
          hint: 'Set NODE_EXTRA_CA_CERTS; the recipe has the line.',
          verified: held ? refused : null,
          actions: [],
        };
      }
      return {
        authorityId: root.id,
        verdict: held ? 'trusted' : 'absent',
        ...(held ? {} : { message: `${label} reads the system store, where this root is not.` }),
        verified: held ? { at: inDays(-4 / 1440), passed: true, by: [label] } : null,
        actions: [],
      };
    }),
  };
}
