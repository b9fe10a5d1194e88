import type { PromptBridge, PromptRequest, SaveAnswer } from '../ipc/prompt-contract';
import { fewestCharacters, newPassphraseProblem, type Rule, ruleWords } from './rule';

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
const fields = element('fields', HTMLDivElement);
const passphrase = element('passphrase', HTMLInputElement);
const againField = element('again-field', HTMLDivElement);
const again = element('again', HTMLInputElement);
const rule = element('rule', HTMLParagraphElement);
const text = element('text', HTMLTextAreaElement);
const error = element('error', HTMLParagraphElement);
const notice = element('notice', HTMLParagraphElement);
const showField = element('show-field', HTMLLabelElement);
const show = element('show', HTMLInputElement);
const save = element('save', HTMLButtonElement);
const cancel = element('cancel', HTMLButtonElement);
const ok = element('ok', HTMLButtonElement);

// Windows puts the affirmative button first; GNOME and macOS put it last, as the page has it.
if (navigator.userAgent.includes('Windows')) element('buttons', HTMLElement).prepend(ok);

const saveAnswer: SaveAnswer = 'save';
let mode: PromptRequest['mode'] = 'enter';
let ruleOf: Rule = 'authority';

function clear() {
  passphrase.value = '';
  again.value = '';
}

function showError(words: string | undefined) {
  error.textContent = words ?? '';
  error.hidden = words === undefined;
  passphrase.setAttribute('aria-invalid', String(words !== undefined && mode !== 'show'));
}

function showRule() {
  const words = ruleWords(passphrase.value, ruleOf);
  rule.textContent = words.text;
  rule.classList.toggle('warning', words.warning);
}

function setBusy(busy: boolean) {
  for (const control of [ok, save, passphrase, again]) control.disabled = busy;
}

function present(request: PromptRequest) {
  const again = mode === 'show' && request.mode === 'show' && text.value !== '';
  mode = request.mode;
  ruleOf = request.rule ?? 'authority';
  document.title = request.title;
  title.textContent = request.title;
  message.textContent = request.message;
  setBusy(false);
  showError(request.error);
  notice.textContent = request.notice ?? '';
  const showing = mode === 'show';
  fields.hidden = showing;
  showField.hidden = showing;
  cancel.hidden = showing;
  text.hidden = !showing;
  save.hidden = !showing;
  ok.textContent = showing ? 'Close' : 'Continue';
  if (showing) presentText(request, again);
  else presentFields();
}

function presentFields() {
  const creating = mode === 'create';
  againField.hidden = !creating;
  rule.hidden = !creating;
  passphrase.autocomplete = creating ? 'new-password' : 'current-password';
  clear();
  showRule();
  passphrase.focus();
}

/** After saving, the focus goes back to the button that was pressed. */
function presentText(request: PromptRequest, again: boolean) {
  text.value = request.text ?? '';
  if (again) {
    save.focus();
    return;
  }
  title.focus();
  text.scrollTop = 0;
}

async function answer(words: string | null) {
  setBusy(true);
  const answered = window.sealwaxPrompt.answer(words);
  clear();
  try {
    await answered;
  } catch {
    setBusy(false);
    showError('The answer did not arrive. Try again.');
  }
}

function problem(): string | undefined {
  if (mode === 'create') return newPassphraseProblem(passphrase.value, again.value, ruleOf);
  return passphrase.value === '' ? 'Type the passphrase.' : undefined;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (mode === 'show') {
    void answer(null);
    return;
  }
  const wrong = problem();
  if (wrong === undefined) {
    void answer(passphrase.value);
    return;
  }
  showError(wrong);
  const first = mode === 'create' && passphrase.value.length >= fewestCharacters[ruleOf] ? again : passphrase;
  first.focus();
});

passphrase.addEventListener('input', showRule);

show.addEventListener('change', () => {
  const type = show.checked ? 'text' : 'password';
  passphrase.type = type;
  again.type = type;
});

save.addEventListener('click', () => void answer(saveAnswer));
cancel.addEventListener('click', () => void answer(null));
window.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') void answer(null);
});

window.sealwaxPrompt.onRequest(present);
void window.sealwaxPrompt.request().then((request) => {
  if (request) present(request);
});
