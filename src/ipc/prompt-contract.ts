/** What the small window asks for. */
export interface PromptRequest {
  /** "enter": the passphrase that was set. "create": a new one, typed twice. */
  mode: 'enter' | 'create';
  title: string;
  /** What it is needed for, in one or two sentences. */
  message: string;
  /** Why the last answer did not do. */
  error?: string;
}

/**
 * What the preload script puts on `window.sealwaxPrompt`, in the passphrase window only. It has its own contract because
 * the passphrase goes this way, and must never share a channel with the main window.
 */
export interface PromptBridge {
  /** Null when nothing is asked for. */
  request(): Promise<PromptRequest | null>;
  /** Null means that the person cancelled. */
  answer(passphrase: string | null): Promise<void>;
  /** A further request, after an answer that did not do. */
  onRequest(listener: (request: PromptRequest) => void): void;
}
