import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import type { FileView } from '../../ipc/view-schemas';
import { useClient } from './client-context';
import { type Failure, failureOf } from './failure';

/** What a person looks into: it stays while they go to another screen and back. */
export interface OpenedFile {
  view: FileView | null;
  /** Something is being read. */
  busy: boolean;
  failure: Failure | undefined;
  /** Asks for files through the main process; null when none was chosen or it failed. */
  chooseFile: () => Promise<FileView | null>;
  /** Looks into the clipboard, which the main process reads. */
  paste: () => Promise<FileView | null>;
  /** Shows what was dropped on the window or opened by the system. */
  arrive: (token: string) => Promise<FileView | null>;
  /** Asks for the passphrase of what is locked in it. */
  unlock: () => Promise<FileView | null>;
  close: () => void;
}

const OpenedFileContext = createContext<OpenedFile | null>(null);

export function OpenedFileProvider({ children }: { children: ReactNode }) {
  const { api } = useClient();
  const [view, setView] = useState<FileView | null>(null);
  const [reading, setReading] = useState(0);
  const [failure, setFailure] = useState<Failure>();

  const look = useCallback(async (load: () => Promise<FileView | null>): Promise<FileView | null> => {
    setReading((count) => count + 1);
    setFailure(undefined);
    try {
      const found = await load();
      if (found !== null) setView(found);
      return found;
    } catch (thrown) {
      setFailure(failureOf(thrown));
      return null;
    } finally {
      setReading((count) => count - 1);
    }
  }, []);

  const token = view?.token;
  const value = useMemo<OpenedFile>(
    () => ({
      view,
      busy: reading > 0,
      failure,
      chooseFile: () => look(() => api.files.open()),
      paste: () => look(() => api.files.paste()),
      arrive: (arrived) => look(() => api.files.view({ token: arrived })),
      unlock: () => look(async () => (token === undefined ? null : api.files.unlock({ token }))),
      close: () => {
        setView(null);
        setFailure(undefined);
      },
    }),
    [api, look, view, reading, failure, token],
  );
  return <OpenedFileContext value={value}>{children}</OpenedFileContext>;
}

export function useOpenedFile(): OpenedFile {
  const opened = use(OpenedFileContext);
  if (!opened) throw new Error('useOpenedFile needs an OpenedFileProvider above it');
  return opened;
}
