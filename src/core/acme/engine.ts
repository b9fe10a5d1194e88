import type { Authorities, SigningAuthority } from '../authority/authorities';
import type { Certificates } from '../authority/certificates';
import type { Journal } from '../journal';
import type { Revocations } from '../revocation/revocations';
import type { FolderLock } from '../system/lock';
import type { AcmeConfigFile } from './config-file';
import type { AcmeEvent } from './events';
import type { Issuer } from './issuer';
import type { AcmeOptions } from './options';
import type { Permission } from './permission';
import type { RateLimits } from './rate-limits';
import type { AcmeStore } from './store';
import type { Validator } from './validator';

/** What answering a request works with, for as long as a server runs. */
export interface Engine {
  options: AcmeOptions;
  store: AcmeStore;
  config: AcmeConfigFile;
  issuer: Issuer;
  validator: Validator;
  permission: Permission;
  rates: RateLimits;
  /** Orders whose certificate is being made at this moment. */
  finalizing: Set<string>;
  authorities: Authorities;
  /** The authority that signs, as it was within the last second: to read and check its files takes longer than an order. */
  authority: () => Promise<SigningAuthority>;
  certificates: Certificates;
  revocations: () => Revocations;
  journal: Journal;
  lock: FolderLock;
  now: () => Date;
  random: (bytes: number) => Buffer;
  tell: (event: AcmeEvent) => void;
}

/** A new id for a record: 80 random bits, so that nobody guesses the addresses of others either. */
export const newId = (random: (bytes: number) => Buffer): string => random(10).toString('hex');
