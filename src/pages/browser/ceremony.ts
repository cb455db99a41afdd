/**
 * The scripts of the pages. They run in the user's browser, without a bundler, and load nothing but each other and the
 * passkey library. A page hands them its texts and ids in `data-` attributes. This file holds what `login.ts` and
 * `register.ts` share: the form of a ceremony, its requests to the server and its messages.
 */
import type * as SimpleWebAuthn from '@simplewebauthn/browser';
import type { CeremonyMessage } from '../texts/ceremony-texts.js';

/** The script of the library, loaded before ours, defines this global. */
declare const SimpleWebAuthnBrowser: typeof SimpleWebAuthn;
export const webauthn = SimpleWebAuthnBrowser;

function getElement<E extends Element>(selector: string, kind: new () => E): E {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no element that matches ${selector}. This is a bug.`);
}

export const form = getElement('#ceremony', HTMLFormElement);
export const button = getElement('#ceremony button[type=submit]', HTMLButtonElement);
const status = getElement('#status', HTMLElement);
const messages = JSON.parse(form.dataset.messages ?? '{}') as Record<CeremonyMessage, string>;

/** The trimmed value of a field; `undefined` if it is empty or not on this page. */
export function fieldValue(id: string): string | undefined {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement && field.value.trim() !== '' ? field.value.trim() : undefined;
}

/** Shows a message and moves the focus to a problem. The problem of a field is shown below that field. */
export function showMessage(message: CeremonyMessage, kind: 'progress' | 'problem' = 'problem'): void {
  clearFieldProblems();
  const field = document.getElementById(FIELDS[message] ?? '');
  const isOfField = field instanceof HTMLInputElement;
  status.dataset.kind = kind;
  status.textContent = isOfField ? '' : messages[message];
  if (isOfField) showFieldProblem(field, messages[message]);
  else if (kind === 'problem') status.focus();
}

/** Problems of what the user typed, and the field where it was typed. */
const FIELDS: Partial<Record<CeremonyMessage, string>> = {
  username_taken: 'username',
  username_invalid: 'username',
  recovery_invalid: 'recovery-code',
};

function showFieldProblem(field: HTMLInputElement, sentence: string): void {
  const note = document.createElement('p');
  note.className = 'field-problem';
  note.id = `${field.id}-problem`;
  note.textContent = sentence;
  field.after(note);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', [note.id, field.dataset.hint].filter(Boolean).join(' '));
  field.focus();
}

function clearFieldProblems(): void {
  for (const note of document.querySelectorAll('.field-problem')) note.remove();
  for (const field of document.querySelectorAll<HTMLInputElement>('[aria-invalid]')) {
    field.removeAttribute('aria-invalid');
    if (field.dataset.hint === undefined) field.removeAttribute('aria-describedby');
    else field.setAttribute('aria-describedby', field.dataset.hint);
  }
}

/** An error with the code of the server's refusal. */
interface Refused {
  readonly refused: CeremonyMessage;
}

/** Posts JSON to this server and returns the parsed answer. Throws `Refused`. */
export async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => refuse('offline'));
  const answer: unknown = await response.json().catch(() => ({}));
  if (response.ok) return answer as Answer;
  return refuse(codeOf(answer));
}

function refuse(code: CeremonyMessage): never {
  throw Object.assign(new Error(code), { refused: code } satisfies Refused);
}

function codeOf(answer: unknown): CeremonyMessage {
  const code = (answer as { readonly error?: string } | null)?.error;
  return code !== undefined && code in messages ? (code as CeremonyMessage) : 'failed';
}

/** Leaves the page for another page of this site. */
export function goTo(next: string): void {
  const url = new URL(next, location.origin);
  if (url.origin !== location.origin)
    throw new Error('The server sent the browser to a page on another site, which is not allowed. This is a bug.');
  showMessage('done', 'progress');
  location.assign(url);
}

/** A newer ceremony, or leaving the page, ended this one. The user need not know. */
export function wasAborted(error: unknown): boolean {
  return nameOf(error) === 'AbortError';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** Whether the server refused, rather than the browser. */
export function wasRefused(error: unknown): error is Error & Refused {
  return error instanceof Error && 'refused' in error;
}

/** The message for an error. `expired`: the ceremony's time is up. */
export function problemOf(error: unknown, expired: boolean): CeremonyMessage {
  if (wasRefused(error)) return error.refused;
  if (nameOf(error) === 'NotAllowedError') return expired ? 'timedOut' : 'cancelled';
  return BY_NAME[nameOf(error)] ?? 'failed';
}

/** https://www.w3.org/TR/webauthn-3/#sctn-create-request-exceptions, #sctn-get-request-exceptions */
const BY_NAME: Readonly<Record<string, CeremonyMessage>> = {
  AbortError: 'cancelled',
  ConstraintError: 'notCapable',
  InvalidStateError: 'alreadyHere',
  NotSupportedError: 'notCapable',
  SecurityError: 'blocked',
  TimeoutError: 'timedOut',
};

/** Runs a ceremony with the button disabled. Shows the problem if it fails. `timeoutMs`: of the ceremony. */
export async function attempt(run: () => Promise<string>, timeoutMs: () => number): Promise<boolean> {
  button.disabled = true;
  form.setAttribute('aria-busy', 'true');
  showMessage('waiting', 'progress');
  const began = performance.now();
  try {
    goTo(await run());
    return true;
  } catch (error) {
    button.disabled = false;
    showMessage(problemOf(error, performance.now() - began >= timeoutMs()));
    return false;
  } finally {
    form.removeAttribute('aria-busy');
  }
}

/** Enables the form. Returns `false` if the browser has no passkeys. */
export function enableForm(onSubmit: () => void): boolean {
  if (!webauthn.browserSupportsWebAuthn()) {
    // Browsers have no passkeys on pages without TLS.
    showMessage(isSecureContext ? 'unsupported' : 'blocked');
    return false;
  }
  button.disabled = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onSubmit();
  });
  return true;
}

/** A page from the back/forward cache has a challenge that is used up. */
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
