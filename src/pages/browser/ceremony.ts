/**
 * This folder contains the scripts of the pages. They run in the user's browser without a bundler, and load only each
 * other and the passkey library. A page passes texts and ids to them in `data-` attributes. This file has the code that
 * `login.ts` and `register.ts` share: the form, the requests to the server and the messages.
 */
import type * as SimpleWebAuthn from '@simplewebauthn/browser';
import type { CeremonyMessage } from '../texts/ceremony-texts.js';
import { enableCopy } from './copy.js';

/** The passkey library defines this global. The page loads the library before our scripts. */
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

/** Returns the trimmed value of an input field, or `undefined` if the field is empty or does not exist. */
export function fieldValue(id: string): string | undefined {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement && field.value.trim() !== '' ? field.value.trim() : undefined;
}

/**
 * Shows a message. If the message is about a problem with a form field, it is shown below that field and the field gets
 * the focus. If it is about another problem, the message itself gets the focus.
 */
export function showMessage(message: CeremonyMessage, kind: 'progress' | 'problem' = 'problem'): void {
  clearFieldProblems();
  const field = document.getElementById(FIELDS[message] ?? '');
  const isOfField = field instanceof HTMLInputElement;
  status.dataset.kind = LOOKS[message] ?? kind;
  status.textContent = isOfField ? '' : messages[message];
  if (isOfField) showFieldProblem(field, messages[message]);
  else if (kind === 'problem') status.focus();
}

/** Messages that do not look like a problem: a next step, and advice after the user has cancelled on purpose. */
const LOOKS: Partial<Record<CeremonyMessage, 'step' | 'advice'>> = { trialRequired: 'step', cancelled: 'advice' };

/** The id of the form field that each message is about. Messages about no field are missing here. */
const FIELDS: Partial<Record<CeremonyMessage, string>> = {
  username_taken: 'username',
  username_invalid: 'username',
  email_invalid: 'email',
  recovery_invalid: 'recovery-code',
};

function showFieldProblem(field: HTMLInputElement, sentence: string): void {
  const note = document.createElement('p');
  note.className = 'field-problem';
  note.id = `${field.id}-problem`;
  note.textContent = sentence;
  field.after(note);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', note.id);
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

/**
 * The errors that `post` throws have this member: the code from the server's response, or `offline` if there was no
 * response.
 */
interface Refused {
  readonly refused: CeremonyMessage;
}

/**
 * Posts JSON to this server and returns the parsed response. If the server does not accept the request, throws an error
 * with the member `refused`.
 */
export async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => refuse('offline'));
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer as Answer;
  return refuse(response.status >= 500 || answer === undefined ? 'server' : codeOf(answer));
}

/** Throws an error. When the page catches it, it shows the message whose name is the value of `code`. */
export function refuse(code: CeremonyMessage): never {
  throw Object.assign(new Error(code), { refused: code } satisfies Refused);
}

function codeOf(answer: unknown): CeremonyMessage {
  const code = (answer as { readonly error?: string } | null)?.error;
  return code !== undefined && code in messages ? (code as CeremonyMessage) : 'server';
}

/**
 * Informs the sign-in pages in other tabs that the user has signed in, so that these pages continue without the user.
 */
export function announceSignIn(): void {
  if ('BroadcastChannel' in globalThis) new BroadcastChannel(SIGNED_IN).postMessage('signed-in');
}

/** Calls `onSignIn` when the user has signed in in another tab. */
export function whenSignedInElsewhere(onSignIn: () => void): void {
  if ('BroadcastChannel' in globalThis) new BroadcastChannel(SIGNED_IN).addEventListener('message', onSignIn);
}

const SIGNED_IN = 'passgraph.signed-in';

/** Opens the page `next` of this site. Throws if `next` is a URL of another site. */
export function goTo(next: string): void {
  const url = new URL(next, location.origin);
  if (url.origin !== location.origin)
    throw new Error('The server sent the browser to a page on another site, which is not allowed. This is a bug.');
  showMessage('done', 'progress');
  location.assign(url);
}

/**
 * Whether the browser ended the ceremony because a newer ceremony began or the user left the page. In both cases, the
 * page needs to show no message.
 */
export function wasAborted(error: unknown): boolean {
  return nameOf(error) === 'AbortError';
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** Whether the server caused the error. If it did not, the browser caused it. */
export function wasRefused(error: unknown): error is Error & Refused {
  return error instanceof Error && 'refused' in error;
}

/**
 * Chooses the message for an error. `expired` says whether the time limit has passed, because browsers report the same
 * error if the user cancels and if the time limit passes.
 */
export function problemOf(error: unknown, expired: boolean): CeremonyMessage {
  if (wasRefused(error)) return error.refused;
  if (nameOf(error) === 'NotAllowedError') return expired ? 'timedOut' : 'cancelled';
  return BY_NAME[nameOf(error)] ?? 'failed';
}

/**
 * The message for each error that the browser can throw. The specification explains the names of these errors:
 * https://www.w3.org/TR/webauthn-3/#sctn-create-request-exceptions, #sctn-get-request-exceptions
 */
const BY_NAME: Readonly<Record<string, CeremonyMessage>> = {
  AbortError: 'cancelled',
  ConstraintError: 'notCapable',
  InvalidStateError: 'alreadyHere',
  NotSupportedError: 'notCapable',
  SecurityError: 'blocked',
  TimeoutError: 'timedOut',
};

/**
 * Runs a ceremony and opens the page whose URL `run` returns. The button is disabled during the ceremony. If the
 * ceremony fails, shows the problem and returns `false`. If the enrolment link is invalid, the button stays disabled
 * and a link to the sign-in appears. `timeoutMs` returns the time limit of the ceremony in milliseconds.
 */
export async function attempt(run: () => Promise<string>, timeoutMs: () => number): Promise<boolean> {
  button.disabled = true;
  form.setAttribute('aria-busy', 'true');
  showMessage('waiting', 'progress');
  const began = performance.now();
  try {
    goTo(await run());
    return true;
  } catch (error) {
    const problem = problemOf(error, performance.now() - began >= timeoutMs());
    const signInLink = problem === 'enrolment_invalid' ? document.getElementById('sign-in') : null;
    signInLink?.removeAttribute('hidden');
    button.disabled = signInLink !== null;
    showMessage(problem);
    return false;
  } finally {
    form.removeAttribute('aria-busy');
  }
}

/**
 * Enables the form and calls `onSubmit` when the user submits it. Returns `false` if the browser does not support
 * passkeys or blocks our cookies.
 */
export function enableForm(onSubmit: () => void): boolean {
  if (!webauthn.browserSupportsWebAuthn()) {
    // Browsers support passkeys only on pages that were loaded over TLS. Some browsers inside other apps do not support
    // passkeys at all.
    showMessage(isSecureContext ? 'unsupported' : 'blocked');
    if (isSecureContext) showAddress();
    hideAutofill();
    for (const way of document.querySelectorAll('[data-needs-passkeys]')) way.setAttribute('hidden', '');
    return false;
  }
  if (!navigator.cookieEnabled) {
    showMessage('cookies_blocked');
    hideAutofill();
    return false;
  }
  button.disabled = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onSubmit();
  });
  return true;
}

/** Shows the address to open in another browser, with a button to copy it. */
function showAddress(): void {
  const address = document.getElementById('address');
  if (address === null) return;
  address.hidden = false;
  enableCopy(address, (sentence) => document.getElementById('copied')?.replaceChildren(sentence));
}

/** Hides the username field of the sign-in page: its only use is that the browser suggests passkeys in it. */
export function hideAutofill(): void {
  document.getElementById('autofill')?.setAttribute('hidden', '');
}

/**
 * Reloads a page that the browser restores from the back/forward cache, because the challenge of the page has already
 * been used.
 */
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});
