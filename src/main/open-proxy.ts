import { shell } from 'electron';
import { AppError } from '../core/errors';
import type { LifecycleServices } from '../core/lifecycle-services';

/** Opens the address that a proxy serves a name at. The address is one of ours, never one from a page. Throws `not-found`. */
export async function openProxy(
  { proxies }: Pick<LifecycleServices, 'proxies'>,
  id: string,
  name?: string,
): Promise<undefined> {
  const { names, urls } = await proxies.get(id);
  const index = name === undefined ? 0 : names.findIndex((each) => each.name === name);
  const url = urls[index];
  if (url === undefined) {
    throw new AppError('not-found', `That proxy has no name ${name ?? ''}.`, { hint: 'Look at the list of proxies.' });
  }
  await shell.openExternal(url).catch((error: unknown) => {
    throw new AppError('not-found', `No browser could be opened for ${url}.`, {
      hint: 'Copy the address and open it by hand.',
      cause: error,
    });
  });
}
