import { AppError } from '../errors';
import { addContent, emptyContent, lockedKey, type OpenedContent, wipeContent } from './opened-content';
import { recognise } from './recognise';

/** One of the files that were opened together. */
export interface Part {
  name: string;
  bytes: Buffer;
}

/** The content of them all. */
export interface Opened extends OpenedContent {
  /** The last part of the path, or "clipboard". */
  title: string;
  /** Where the files lie; empty for what was pasted. They never leave the main process. */
  paths: readonly string[];
}

/** Overwrites what was read. */
export const wipeParts = (parts: readonly Part[]) => {
  for (const { bytes } of parts) bytes.fill(0);
};

/** With several files, one that cannot be read is one of the others, as long as something else can be. */
export async function recogniseParts(
  title: string,
  parts: readonly Part[],
  paths: readonly string[],
  passphrase?: Buffer,
): Promise<Opened> {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) {
    const content = await recognise(only.bytes, passphrase).catch((error: unknown) => {
      throw named(error, only.name);
    });
    return { ...content, title, paths };
  }
  const whole = emptyContent('PEM');
  const problems: AppError[] = [];
  const formats = new Set<OpenedContent['format']>();
  for (const { name, bytes } of parts) {
    try {
      const part = await recognise(bytes, passphrase);
      formats.add(part.format);
      addContent(whole, part);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(named(error, name));
      if (error.code === 'passphrase-wrong')
        addContent(whole, { ...emptyContent('PEM'), keys: [lockedKey(name)], locked: true });
      else whole.others.push({ label: name, message: error.message });
    }
  }
  const [problem] = problems;
  const wrong = problems.find(({ code }) => code === 'passphrase-wrong');
  const opened = whole.keys.some(({ encrypted, pkcs8 }) => encrypted && pkcs8 !== undefined);
  if (problem !== undefined && problems.length === parts.length) throw problem;
  if (wrong !== undefined && !opened) {
    wipeContent(whole);
    throw wrong;
  }
  const [format] = formats;
  return { ...whole, format: formats.size === 1 && format !== undefined ? format : 'PEM', title, paths };
}

function named(error: unknown, name: string): AppError {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'passphrase-wrong') return error;
  return new AppError(error.code, `${name} cannot be opened. ${error.message}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}
