import type * as SimpleWebAuthn from '@simplewebauthn/browser';
import type { Problems } from '../texts/texts.js';

/** The library, which its own script puts here before ours runs. */
declare const SimpleWebAuthnBrowser: typeof SimpleWebAuthn;
export const webauthn = SimpleWebAuthnBrowser;

function need<E extends Element>(selector: string, kind: new () => E): E {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`This page has no ${selector}.`);
}

/** The form that the ceremony stands in, and what it says. */
export const form = need('#ceremony', HTMLFormElement);
export const button = need('#ceremony button[type=submit]', HTMLButtonElement);
const status = need('#status', HTMLElement);
const messages = JSON.parse(form.dataset.messages ?? '{}') as Problems;

export function typed(id: string): string | undefined {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement && field.value.trim() !== '' ? field.value.trim() : undefined;
}

/** Shows a sentence, and has screen readers read it; a problem takes the focus, and one of a field stands there. */
export function say(message: keyof Problems, kind: 'progress' | 'problem' = 'problem'): void {
  clearFields();
  const field = document.getElementById(FIELDS[message] ?? '');
  const isOfField = field instanceof HTMLInputElement;
  status.dataset.kind = kind;
  status.textContent = isOfField ? '' : messages[message];
  if (isOfField) sayAt(field, messages[message]);
  else if (kind === 'problem') status.focus();
}

/** What is wrong with what was typed, by the field that it was typed in. */
const FIELDS: Partial<Record<keyof Problems, string>> = {
  username_taken: 'username',
  username_invalid: 'username',
  recovery_invalid: 'recovery-code',
};

function sayAt(field: HTMLInputElement, sentence: string): void {
  const note = document.createElement('p');
  note.className = 'field-problem';
  note.id = `${field.id}-problem`;
  note.textContent = sentence;
  field.after(note);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', [note.id, field.dataset.hint].filter(Boolean).join(' '));
  field.focus();
}

function clearFields(): void {
  for (const note of document.querySelectorAll('.field-problem')) note.remove();
  for (const field of document.querySelectorAll<HTMLInputElement>('[aria-invalid]')) {
    field.removeAttribute('aria-invalid');
    if (field.dataset.hint === undefined) field.removeAttribute('aria-describedby');
    else field.setAttribute('aria-describedby', field.dataset.hint);
  }
}

/** A refusal of the server, by its code. */
interface Refused {
  readonly refused: keyof Problems;
}

/** Posts JSON to this server and gives its answer; throws `Refused`. */
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

function refuse(code: keyof Problems): never {
  throw Object.assign(new Error(code), { refused: code } satisfies Refused);
}

function codeOf(answer: unknown): keyof Problems {
  const code = (answer as { readonly error?: string } | null)?.error;
  return code !== undefined && code in messages ? (code as keyof Problems) : 'failed';
}

/** Goes on, but never to another site. */
export function goTo(next: string): void {
  const url = new URL(next, location.origin);
  if (url.origin !== location.origin) throw new Error('This answer leads to another site.');
  say('done', 'progress');
  location.assign(url);
}

/** Whether a newer ceremony, or leaving the page, ended this one: nothing to tell. */
export function wasAborted(error: unknown): boolean {
  return nameOf(error) === 'AbortError';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** Whether it was this server that refused, and not the browser. */
export function wasRefused(error: unknown): error is Error & Refused {
  return error instanceof Error && 'refused' in error;
}

/** What to say about an error; `expired`: the time that the browser had is over. */
export function problemOf(error: unknown, expired: boolean): keyof Problems {
  if (wasRefused(error)) return error.refused;
  if (nameOf(error) === 'NotAllowedError') return expired ? 'timedOut' : 'cancelled';
  return BY_NAME[nameOf(error)] ?? 'failed';
}

/** https://www.w3.org/TR/webauthn-3/#sctn-create-request-exceptions and the like for get. */
const BY_NAME: Readonly<Record<string, keyof Problems>> = {
  AbortError: 'cancelled',
  ConstraintError: 'notCapable',
  InvalidStateError: 'alreadyHere',
  NotSupportedError: 'notCapable',
  SecurityError: 'blocked',
  TimeoutError: 'timedOut',
};

/** Runs a ceremony with the button at rest meanwhile, and says how it went. `lasts`: milliseconds the browser has. */
export async function attempt(run: () => Promise<string>, lasts: () => number): Promise<boolean> {
  button.disabled = true;
  form.setAttribute('aria-busy', 'true');
  say('waiting', 'progress');
  const began = performance.now();
  try {
    goTo(await run());
    return true;
  } catch (error) {
    button.disabled = false;
    say(problemOf(error, performance.now() - began >= lasts()));
    return false;
  } finally {
    form.removeAttribute('aria-busy');
  }
}

/** Gives the form to whoever fills it in, unless the browser has no passkeys. `false`: it has none. */
export function whenSubmitted(run: () => void): boolean {
  if (!webauthn.browserSupportsWebAuthn()) {
    // Where the address is not a secure one, the best browser has no passkeys.
    say(isSecureContext ? 'unsupported' : 'blocked');
    return false;
  }
  button.disabled = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run();
  });
  return true;
}

/** Brought back from the browser's memory, a page would go on where it was: with a challenge long taken. */
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
