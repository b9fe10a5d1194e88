import { basename } from 'node:path';
import type { Deployment } from '../../ipc/deployment-schemas';
import type { Certificates } from '../authority/certificates';
import { AppError } from '../errors';
import type { DeploymentRecord } from './deployment-record';
import { checkFolder, conflictOf, type FoundFile, lookAtFiles, wipeFound } from './look-at-files';
import { reloadText } from './reload';

/** What lists show of a deployment: its record held against the disk as it is now. */
export async function viewOf(record: DeploymentRecord, certificates: Pick<Certificates, 'get'>): Promise<Deployment> {
  const found = await lookAtFiles(record);
  wipeFound(found);
  const { id, certificateId, folder, deployed, reload, lastReload } = record;
  return {
    id,
    certificateId,
    folder,
    folderName: basename(folder),
    files: found.map(({ file: { name, format, mode }, state, facts }) => ({
      name,
      format,
      mode: facts?.mode ?? mode,
      state,
    })),
    ...(await stateOf(record, found, certificates)),
    deployed,
    ...(reload === undefined ? {} : { reload: { ...reload, text: reloadText(reload) } }),
    ...(lastReload === undefined ? {} : { lastReload }),
  };
}

type Stated = Pick<Deployment, 'state' | 'message' | 'hint'>;

async function stateOf(
  record: DeploymentRecord,
  found: readonly FoundFile[],
  certificates: Pick<Certificates, 'get'>,
): Promise<Stated> {
  const { certificateId, deployed, problem, keptInsteadOf } = record;
  try {
    await checkFolder(record.folder);
    await certificates.get(certificateId);
  } catch (error) {
    const { message, hint } =
      error instanceof AppError ? error : { message: 'The folder cannot be read.', hint: undefined };
    return { state: 'failed', message, ...(hint === undefined ? {} : { hint }) };
  }
  if (keptInsteadOf === certificateId) {
    return { state: 'kept', message: 'You kept what is there. It is not renewed; the next renewal asks again.' };
  }
  const conflict = conflictOf(found);
  const isNew = deployed.certificateId !== certificateId;
  if (conflict !== undefined) {
    return {
      state: 'conflict',
      message: `${isNew ? 'The renewed certificate was not written: ' : ''}${conflict}`,
      hint: 'Replace it, keep what is there, or forget this deployment.',
    };
  }
  if (!isNew) return { state: 'current', message: 'The files hold this certificate.' };
  if (problem === undefined || problem.kind === 'conflict') {
    return { state: 'pending', message: 'The renewed certificate is not written yet.', hint: 'Deploy it now.' };
  }
  const { message, hint } = problem;
  return {
    state: problem.kind === 'passphrase' ? 'waiting' : 'failed',
    message,
    ...(hint === undefined ? {} : { hint }),
  };
}
