import type { Elevate } from '../system/elevate';

/** What is known about one place that may trust a root. */
export type StoreState =
  /** The root is in the store, with the trust flags that make clients accept it. */
  | 'trusted'
  /** The root is in the store, but the store's own check says clients will not accept it. */
  | 'present'
  | 'absent'
  | 'tool-missing'
  /** A primary password protects it. */
  | 'locked'
  /** It could not be read: the message says why. */
  | 'unknown';

export interface StoreStatus {
  state: StoreState;
  /** One sentence for a person; set whenever the state is not 'trusted' or 'absent'. */
  message?: string;
  hint?: string;
  /** A good thing to know in any state, e.g. that the browser is running. */
  note?: string;
  /** The id of the store that fills this one: it is left alone. */
  follows?: string;
}

/** A certificate that a person or a tool put into a store; what came with the store itself is left out where that can be told. */
export interface StoreEntry {
  der: Uint8Array;
  /** Trusted as an authority for servers. */
  trusted: boolean;
}

/** The exact change that installing or removing makes, shown before anything is asked for. */
export interface StoreChange {
  /** One sentence, e.g. "Adds one file to /usr/local/share/ca-certificates and rebuilds the system's list." */
  description: string;
  /** Commands with the same effect, ready to paste in a terminal, with `sudo` where it is needed. */
  commands: string[];
}

export type StoreAction = 'install' | 'remove';

export type OutcomeKind =
  /** It was changed, and reading it back shows the change. */
  | 'done'
  /** Nothing had to be changed. */
  | 'already'
  | 'failed'
  | 'tool-missing'
  /** The privilege was refused or cannot be had. */
  | 'not-allowed'
  /** The person said no to the prompt; nothing was changed. */
  | 'cancelled'
  | 'locked'
  | 'timed-out';

export interface StoreOutcome {
  outcome: OutcomeKind;
  message: string;
  hint?: string;
  /** What a person can type instead, where we could not. */
  commands?: string[];
}

/** The public half of a root, as the stores need it. */
export interface RootCertificate {
  pem: string;
  /** Where the PEM lies on disk; commands name it. */
  pemPath: string;
  der: Uint8Array;
  /** SHA-256 of the DER, lower-case hex without separators. Every removal goes by it. */
  fingerprint256: string;
  commonName: string;
}

/** One trust store: one file, one object, the same four questions. */
export interface TrustStore {
  /** Stable across runs, e.g. "system" or "nss:/home/me/.pki/nssdb". */
  id: string;
  kind: 'system' | 'nss' | 'java' | 'keychain' | 'windows';
  /** For a person, e.g. "System store" or "Firefox, profile default-release". */
  label: string;
  /** The folder or file that changes. */
  location: string;
  /** True when changing it needs administrator rights. */
  privileged: boolean;
  /** Changed only when it is named: another store does the same for this person. */
  optional?: boolean;
  /** The client that proves it, where that is a matter of the store: the machine of a JDK. */
  program?: string;
  /** How it gets administrator rights, and the same store with another way to them: so that several share one question. */
  rights?: { elevate: Elevate; with(elevate: Elevate): TrustStore };
  status(root: RootCertificate): Promise<StoreStatus>;
  /** Every authority that was added to the store. Throws `tool-missing`, `store-unreadable`, … when it cannot be read. */
  entries?(): Promise<StoreEntry[]>;
  change(root: RootCertificate, action: StoreAction): StoreChange;
  /** The removal as it would be now, where that depends on how the root came in: under another name, in another file. */
  removal?(root: RootCertificate): Promise<StoreChange>;
  /** Installs, then reads the store back. Never throws for what a tool did; that is an outcome. */
  install(root: RootCertificate): Promise<StoreOutcome>;
  /** Removes every copy of exactly this certificate (by SHA-256), then reads the store back. */
  remove(root: RootCertificate): Promise<StoreOutcome>;
}
