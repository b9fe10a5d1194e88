/** What the small window asks for, or shows. */
export interface PromptRequest {
  /** "enter": the passphrase that was set. "create": a new one, typed twice. "show": nothing is asked; `text` is shown. */
  mode: 'enter' | 'create' | 'show';
  title: string;
  /** What it is needed for, or what is shown, in one or two sentences. */
  message: string;
  /** Why the last answer did not do, or why the text could not be saved. */
  error?: string;
  /** For "create": "authority" (the default) asks 15 characters, "any" one, with a warning below eight. */
  rule?: 'authority' | 'any';
  /** For "show": it holds a passphrase. */
  text?: string;
  /** For "show": what came of saving, e.g. "Saved as kit.txt." */
  notice?: string;
}

/** The answer of a "show" window that asks the main process to save the text. A window that asks has no such answer. */
export type SaveAnswer = 'save';

/**
 * What the preload script puts on `window.sealwaxPrompt`, in the passphrase window only. It has its own contract because
 * the passphrase goes this way, and must never share a channel with the main window.
 */
export interface PromptBridge {
  /** Null when nothing is asked for. */
  request(): Promise<PromptRequest | null>;
  /** The passphrase; null means that the person cancelled, or closed what was shown. In the mode "show": `SaveAnswer`. */
  answer(passphrase: string | null): Promise<void>;
  /** A further request, after an answer that did not do, or after saving. */
  onRequest(listener: (request: PromptRequest) => void): void;
}
