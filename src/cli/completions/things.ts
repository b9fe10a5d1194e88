import { existsSync } from 'node:fs';
import { AppError } from '../../core/errors';
import type { CliIo } from '../io';
import { folderOf, openServices } from '../open-services';
import type { Candidate, Things } from './engine';

/** What the data folder holds, for completion. It makes no folder, asks nobody and opens no key. */
export function thingsOf(io: CliIo): Things {
  return async (kind) => {
    // Building the services would make the folder.
    if (!existsSync(folderOf(io))) return [];
    const services = await openServices(io, async () => {
      throw new AppError('passphrase-needed', 'Nobody is asked while a line is typed.');
    });
    switch (kind) {
      case 'certificate':
        return (await services.certificates.list()).map(({ id, status, commonName }) => ({
          word: id,
          about: `${commonName}, ${status}`,
        }));
      case 'authority': {
        const all = await services.authorities.list();
        return [
          ...all.map(({ id, name }): Candidate => ({ word: id, about: name })),
          ...all.map(({ name, kind: what }): Candidate => ({ word: name, about: what })),
        ];
      }
      case 'request':
        return (await services.requests.list()).map(({ id, commonName }) => ({ word: id, about: commonName }));
      case 'deployment': {
        const { deployments } = await services.lifecycle.deployments.list();
        return deployments.map(({ id, state, folder }) => ({ word: id, about: `${state}, ${folder}` }));
      }
      case 'store': {
        const root = await services.authorities.rootCertificate();
        return (await services.trust.list(root)).map(({ id, label }) => ({ word: id, about: label }));
      }
    }
  };
}
