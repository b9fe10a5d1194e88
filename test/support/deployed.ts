import { createPrivateKey, createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Renewal } from '../../src/core/lifecycle/renewal';
import { RenewalStore } from '../../src/core/lifecycle/renewal-store';
import type { Services } from '../../src/core/services';
import { FolderLock } from '../../src/core/system/lock';
import type { Deployment } from '../../src/ipc/deployment-schemas';
import type { ExportFormat } from '../../src/ipc/issue-schemas';
import type { Certificate } from '../../src/ipc/schemas';
import { makeAuthority, tempServices } from './temp-services';

export interface Deployed {
  services: Services;
  /** The data folder. */
  dir: string;
  certificate: Certificate;
  deployment: Deployment;
  /** Where the files lie. */
  folder: string;
}

/** A certificate for app.test that was exported into a folder, one of its own unless told, and is kept up to date there. */
export async function deployed(formats: ExportFormat[] = ['full-chain', 'key'], place?: string): Promise<Deployed> {
  const home = await mkdtemp(join(tmpdir(), 'sealwax-deployed-'));
  const [dir, folder] = [join(home, 'data'), place ?? join(home, 'server')];
  await mkdir(folder, { recursive: true });
  const services = await tempServices({ dir });
  await makeAuthority(services);
  const certificate = await services.certificates.issue({ names: ['app.test'] });
  await services.exporter.write({ ids: [certificate.id], formats, folder, overwrite: false, deploy: true });
  const [deployment] = (await services.lifecycle.deployments.list()).deployments;
  if (deployment === undefined) throw new Error('the export was not remembered');
  return { services, dir, certificate, deployment, folder };
}

/** Renews it with nobody told, as when the program is killed right after. */
export function renewUntold(services: Services, id: string, how: { sameKey: boolean }): Promise<Certificate> {
  const { dir, journal } = services;
  const store = new RenewalStore(dir, new FolderLock(dir));
  const runLock = new FolderLock(dir, '.renewal-lock');
  return new Renewal({ ...services, store, runLock, automaticJournal: journal, random: randomBytes }).renewOne(id, how);
}

/** Renews it with this key, and lets the deployments follow, as the engine does. */
export async function renewInto(services: Services, id: string, sameKey = true): Promise<Certificate> {
  const next = await renewUntold(services, id, { sameKey });
  await services.lifecycle.deployments.renewed(id, next);
  return next;
}

/** The fingerprint of the certificate, as records have it. Throws when the key is another's. */
export function fingerprintOfPair(certificatePem: Buffer, keyPem: Buffer): string {
  const certificate = new X509Certificate(certificatePem);
  const key = createPublicKey(createPrivateKey(keyPem));
  const same = key.export({ type: 'spki', format: 'der' });
  if (!certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(same)) throw new Error('mixed');
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

/** The same of what lies there. */
export async function pairIn(folder: string): Promise<string> {
  return fingerprintOfPair(
    await readFile(join(folder, 'app.test-fullchain.pem')),
    await readFile(join(folder, 'app.test-key.pem')),
  );
}
