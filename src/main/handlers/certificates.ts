import { detailOf } from '../../core/authority/chain';
import { AppError } from '../../core/errors';
import { typedPassphrase } from '../../core/keychain/typed-passphrase';
import type { ExportFormat, Saved } from '../../ipc/issue-schemas';
import { cancelledSaving } from '../saved-places';
import { type Group, type HandlerContext, openFolder } from './context';

export function certificateHandlers(context: HandlerContext): Group<'certificates'> {
  const { services, send } = context;
  const { certificates } = services;
  const changed = <T>(value: T): T => {
    send('certificates.changed', undefined);
    return value;
  };
  return {
    'certificates.list': () => certificates.list(),
    'certificates.get': async ({ id }) =>
      detailOf(await certificates.withReplacement(id), await certificates.readPublicFiles(id), services.now()),
    'certificates.suggestNames': ({ authorityId }) => certificates.suggestNames(authorityId),
    'certificates.checkNames': ({ names, authorityId, purpose }) => certificates.check(names, authorityId, purpose),
    'certificates.previewValidity': (options) => certificates.previewValidity(options),
    'certificates.issue': async (request) => {
      const made = await certificates.issue(request);
      // After the answer: the page shows what was made before it fetches the list anew.
      setImmediate(() => send('certificates.changed', undefined));
      return made;
    },
    'certificates.renew': async ({ id, sameKey }) =>
      changed(await services.lifecycle.renewal.renewOne(id, { sameKey })),
    'certificates.remove': async ({ id }) => {
      changed(await certificates.remove(id));
    },
    'certificates.restore': async ({ id }) => changed(await certificates.restore(id)),
    'certificates.openFolder': async ({ id }) => openFolder((await certificates.get(id)).files.folder),
    'certificates.export': ({ ids, formats, deploy }) => exportCertificates(context, ids, formats, deploy),
  };
}

/** Folder, then passphrase, then, only when something would be replaced, the question whether it may. */
async function exportCertificates(
  { services, dialogs, places, ask }: HandlerContext,
  ids: readonly string[],
  formats: readonly ExportFormat[],
  deploy: boolean | undefined,
): Promise<Saved> {
  const plan = await services.exporter.plan(ids, formats);
  const folder = await dialogs.chooseFolder(ids.length === 1 ? 'Export the certificate' : 'Export the certificates');
  if (folder === undefined) return cancelledSaving;
  const passphrase = plan.needsPassphrase
    ? await typedPassphrase(ask, {
        mode: 'create',
        title: 'Passphrase for the export',
        message: 'It protects the private key in the exported file. Whoever opens the file needs it.',
        rule: 'any',
      })
    : undefined;
  if (plan.needsPassphrase && passphrase === undefined) return cancelledSaving;
  const write = (overwrite: boolean) =>
    services.exporter.write({
      ids,
      formats,
      folder,
      overwrite,
      deploy,
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  try {
    return places.saved(folder, await write(false));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'already-exists') throw error;
    const there = await services.exporter.existing(ids, formats, folder);
    if (!(await dialogs.mayReplace(folder, there))) return cancelledSaving;
    return places.saved(folder, await write(true));
  } finally {
    passphrase?.fill(0);
  }
}
