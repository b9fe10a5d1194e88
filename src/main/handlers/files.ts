import { clipboard } from 'electron';
import { AppError } from '../../core/errors';
import { type Group, type HandlerContext, openFolder } from './context';

/** Kinds of files that the open dialog offers first. */
export const certificateFilters = [
  {
    name: 'Certificates, requests and keys',
    extensions: ['pem', 'crt', 'cer', 'der', 'csr', 'req', 'key', 'p12', 'pfx', 'p7b', 'p7c'],
  },
  { name: 'All files', extensions: ['*'] },
];

export function fileHandlers({ services, dialogs, places, ask, takeArrived }: HandlerContext): Group<'files'> {
  const { opened, lookInside } = services;
  return {
    'files.showSaved': ({ token }) => openFolder(places.folder(token)),
    'files.open': async () => {
      const paths = await dialogs.openFiles({ title: 'Look inside a file', filters: certificateFilters });
      return paths === undefined ? null : lookInside.view(await opened.read(paths));
    },
    'files.paste': async () => {
      // A promise in newer Electrons, a text in older ones.
      const text = await clipboard.readText();
      if (text.trim() === '') {
        throw new AppError('file-unreadable', 'There is no text on the clipboard.', {
          hint: 'Copy a certificate, a request or a key as text, then paste it here.',
        });
      }
      return lookInside.view(await opened.add('clipboard', Buffer.from(text, 'utf8')));
    },
    'files.view': ({ token }) => lookInside.view(token),
    'files.unlock': async ({ token }) => {
      const { title } = opened.get(token);
      await ask(
        { mode: 'enter', title: `Open ${title}`, message: `Type the passphrase of ${title}.` },
        async (passphrase) => opened.unlock(token, passphrase),
      );
      return lookInside.view(token);
    },
    'files.arrived': async () => takeArrived(),
  };
}
