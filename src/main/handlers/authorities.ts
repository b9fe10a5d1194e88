import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { checkPassphrase } from '../../core/authority/passphrase-rule';
import { AppError } from '../../core/errors';
import { rootFile } from '../../core/export/formats';
import { typedPassphrase } from '../../core/keychain/typed-passphrase';
import { describeLimits, parseLimits } from '../../core/pki/limits';
import { readBounded } from '../../core/system/bounded-file';
import type { Adopt, RestoreReport } from '../../ipc/authority-schemas';
import type { RootForm, Saved } from '../../ipc/issue-schemas';
import type { Authority, Keep, NameLimits, Progress } from '../../ipc/schemas';
import { saveFile } from '../save-file';
import type { Group, HandlerContext } from './context';

/** A backup of a hundred authorities has less (bytes). */
const maxBackupBytes = 4_000_000;

export function authorityHandlers(context: HandlerContext): Group<'setup' | 'authorities'> {
  const { services, send } = context;
  const { authorities, setUp, adoption } = services;
  const say = (step: Progress) => send('progress', step);
  const changed = <T>(value: T): T => {
    send('authorities.changed', undefined);
    return value;
  };
  return {
    'setup.plan': () => setUp.plan(),
    'setup.checkLimits': async ({ limits }) => setUp.checkLimits(limits),
    'setup.run': async (request) => {
      try {
        return await setUp.run(request, say);
      } finally {
        send('authorities.changed', undefined);
        send('trust.changed', undefined);
      }
    },
    'authorities.list': () => authorities.list(),
    'authorities.create': async (request) => changed(await authorities.create(request, () => undefined)),
    'authorities.setDefault': async ({ id }) => changed(await authorities.setDefault(id)),
    'authorities.rename': async ({ id, name }) => changed(await authorities.rename(id, name)),
    'authorities.makePrivate': async ({ id }) => changed(await authorities.makePrivate(id)),
    'authorities.setAside': async ({ id, typedName }) => changed({ folder: await setUp.setAside(id, typedName) }),
    'authorities.findMkcert': () => adoption.findMkcert(),
    'authorities.adopt': async (request) => changed(await adopt(context, request)),
    'authorities.deletePlainKey': async ({ id }) => changed(await deletePlainKey(context, id)),
    'authorities.backup': ({ ids }) => backUp(context, ids),
    'authorities.restore': async ({ keep }) => changed(await restore(context, keep)),
    'authorities.exportRoot': ({ id, form }) => exportRoot(context, id, form),
    'authorities.changePassphrase': async ({ id }) => changed(await authorities.changePassphrase(id)),
    'authorities.setKeep': async ({ id, keep }) => changed(await authorities.setKeep(id, keep)),
    'authorities.showRecoveryKit': ({ id }) => showRecoveryKit(context, id),
  };
}

export function keyHandlers({ services, dialogs }: HandlerContext): Group<'key' | 'keychain' | 'compat'> {
  const { authorities, keys, keychain, compat } = services;
  return {
    'compat.state': () => compat.state(),
    'compat.enable': async ({ limits }) => {
      // Asked here and not in the page alone: an open key must not be made by what runs in a page that was taken over.
      await dialogs.confirm({
        message: 'Make an authority whose key is not encrypted?',
        detail: `Every program that runs as you could sign with it, for ${limitsInWords(limits)}. It is meant for tools such as ddev.`,
        button: 'Make it',
      });
      return compat.enable(limits);
    },
    'compat.disable': () => compat.disable(),
    'keychain.report': () => keychain.report(),
    'key.state': ({ authorityId }) => authorities.keyState(authorityId),
    'key.unlock': ({ authorityId }) => authorities.unlock(authorityId),
    'key.lockOne': async ({ authorityId }) => {
      keys.lock(authorityId);
      return authorities.keyState(authorityId);
    },
    'key.lock': async () => {
      keys.lock();
      return authorities.keyState();
    },
  };
}

/** Characters of the limits that a question has room for; they were read first, so that the page cannot write the question. */
const limitsShown = 300;

function limitsInWords(limits: NameLimits): string {
  const words = describeLimits(parseLimits(limits));
  return words.length <= limitsShown ? words : `${words.slice(0, limitsShown)}…`;
}

/** Asked here and not in the page alone: a file of the person's is deleted for good. */
async function deletePlainKey({ services, dialogs }: HandlerContext, id: string): Promise<Authority> {
  const { summary } = await services.authorities.get(id);
  const file = summary.plainKeyFile;
  if (file !== undefined) {
    await dialogs.confirm({
      message: 'Delete the unencrypted key for good?',
      detail: `${file}\n\nIt is the key of ${summary.name}. The encrypted copy in Sealwax stays; whatever reads this file stops working.`,
      button: 'Delete the file',
    });
  }
  return services.adoption.deletePlainKey(id, file);
}

async function adopt({ services }: HandlerContext, { source, keep }: Adopt): Promise<Authority> {
  if (source.kind === 'mkcert') {
    // The window names one of the folders that were found, and no other place.
    const found = await services.adoption.findMkcert();
    const folder = found.find((each) => each.folder === source.folder)?.folder;
    if (folder !== undefined) return services.adoption.adoptMkcert(folder, keep);
    throw new AppError('not-found', 'That folder of mkcert’s is no longer there.', { hint: 'Look for it again.' });
  }
  const authority = await services.adoption.adoptOpened(services.opened.get(source.token), keep);
  // The key is in the authority's own file now; the copy in memory has done its work.
  services.opened.drop(source.token);
  return authority;
}

function backUp(context: HandlerContext, ids: readonly string[]): Promise<Saved> {
  const { services, ask } = context;
  const options = {
    title: 'Back up authorities',
    defaultPath: `sealwax-${services.now().toISOString().slice(0, 10)}.sealwax-backup`,
    filters: [{ name: 'Sealwax backup', extensions: ['sealwax-backup'] }],
  };
  return saveFile(context, options, async (save) => {
    const passphrase = await typedPassphrase(
      ask,
      {
        mode: 'create',
        title: 'Passphrase for the backup',
        message: 'The backup holds the private keys. Only this passphrase opens it; nobody can recover it.',
      },
      checkPassphrase,
    );
    if (passphrase === undefined) return;
    try {
      await save(await services.backup.write(ids, passphrase), 0o600);
      await services.backup.noteWritten(ids);
    } finally {
      passphrase.fill(0);
    }
  });
}

async function restore({ services, dialogs, ask }: HandlerContext, keep: Keep): Promise<RestoreReport> {
  const nothing: RestoreReport = { outcome: 'cancelled', restored: [], already: [] };
  const paths = await dialogs.openFiles({
    title: 'Restore from a backup',
    filters: [
      { name: 'Sealwax backup', extensions: ['sealwax-backup'] },
      { name: 'All files', extensions: ['*'] },
    ],
  });
  const path = paths?.[0];
  if (path === undefined) return nothing;
  const bytes = await readBounded(path, maxBackupBytes);
  // Restoring may ask for a new passphrase, so it begins when this question is closed.
  const passphrase = await typedPassphrase(
    ask,
    { mode: 'enter', title: 'Open the backup', message: `Type the passphrase of ${basename(path)}.` },
    (typed) => services.backup.check(bytes, typed),
  );
  if (passphrase === undefined) return nothing;
  try {
    return { outcome: 'restored', ...(await services.backup.read(bytes, passphrase, keep)) };
  } finally {
    passphrase.fill(0);
  }
}

async function exportRoot(context: HandlerContext, id: string, form: RootForm): Promise<Saved> {
  const { authorities, lifecycle } = context.services;
  const { name, data, mode } = await rootFile(await authorities.exportable(id), form, randomBytes);
  return saveFile(context, { title: 'Export the certificate', defaultPath: name }, async (save) => {
    await save(data, mode);
    const known = await authorities.find(id);
    await lifecycle.activity.note('authority.exported', id, { name: known?.summary.name ?? id, form });
  });
}

/** The kit holds a passphrase, so it is shown in the passphrase window, and saved from there by the main process. */
async function showRecoveryKit({ services, showSecret }: HandlerContext, id: string): Promise<undefined> {
  const { title, text } = await services.authorities.recoveryKit(id);
  await services.lifecycle.activity.note('authority.recovery-kit-shown', id);
  await showSecret({
    title,
    message: 'Whoever has this and the key file can sign as this authority. Keep it apart from this machine.',
    text,
    fileName: `sealwax-recovery-kit-${id}.txt`,
  });
}
