import { stat } from './file-calls';

/** Whether something is there, as far as this account can see; a link counts by what it leads to. */
export const isPresent = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Whether a folder is there, as far as this account can see. */
export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
