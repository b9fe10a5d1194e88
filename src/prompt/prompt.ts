import type { PromptBridge, PromptRequest } from '../ipc/prompt-contract';
import { fewestCharacters, newPassphraseProblem } from './rule';

// This page sees the passphrase, so it has no third-party code and nothing that is not needed (no framework, no storage).

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly sealwaxPrompt: PromptBridge;
  }
}

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} with the id "${id}"`);
  return found;
}

const form = element('form', HTMLFormElement);
const title = element('title', HTMLHeadingElement);
const message = element('message', HTMLParagraphElement);
const passphrase = element('passphrase', HTMLInputElement);
const againField = element('again-field', HTMLDivElement);
const again = element('again', HTMLInputElement);
const rule = element('rule', HTMLParagraphElement);
const error = element('error', HTMLParagraphElement);
const show = element('show', HTMLInputElement);
const cancel = element('cancel', HTMLButtonElement);
const ok = element('ok', HTMLButtonElement);

// Windows puts the affirmative button first; GNOME and macOS put it last, as the page has it.
if (navigator.userAgent.includes('Windows')) element('buttons', HTMLElement).prepend(ok);

let mode: PromptRequest['mode'] = 'enter';

function clear() {
  passphrase.value = '';
  again.value = '';
}

function showError(text: string | undefined) {
  error.textContent = text ?? '';
  error.hidden = text === undefined;
  passphrase.setAttribute('aria-invalid', String(text !== undefined));
}

function setBusy(busy: boolean) {
  ok.disabled = busy;
  passphrase.disabled = busy;
  again.disabled = busy;
}

function present(request: PromptRequest) {
  mode = request.mode;
  const creating = mode === 'create';
  document.title = request.title;
  title.textContent = request.title;
  message.textContent = request.message;
  againField.hidden = !creating;
  rule.hidden = !creating;
  rule.textContent = `At least ${fewestCharacters} characters; a few words with spaces are good. It is stored nowhere: if you forget it, the root key is lost.`;
  passphrase.autocomplete = creating ? 'new-password' : 'current-password';
  clear();
  setBusy(false);
  showError(request.error);
  passphrase.focus();
}

async function answer(text: string | null) {
  setBusy(true);
  const answered = window.sealwaxPrompt.answer(text);
  clear();
  try {
    await answered;
  } catch {
    setBusy(false);
    showError('The answer did not arrive. Try again.');
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const problem =
    mode === 'create'
      ? newPassphraseProblem(passphrase.value, again.value)
      : passphrase.value === ''
        ? 'Type the passphrase.'
        : undefined;
  if (problem === undefined) {
    void answer(passphrase.value);
    return;
  }
  showError(problem);
  const first = mode === 'create' && passphrase.value.length >= fewestCharacters ? again : passphrase;
  first.focus();
});

show.addEventListener('change', () => {
  const type = show.checked ? 'text' : 'password';
  passphrase.type = type;
  again.type = type;
});

cancel.addEventListener('click', () => void answer(null));
window.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') void answer(null);
});

window.sealwaxPrompt.onRequest(present);
void window.sealwaxPrompt.request().then((request) => {
  if (request) present(request);
});
