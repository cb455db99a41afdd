import type {
  AuthenticationResponseJSON as Answer,
  PublicKeyCredentialRequestOptionsJSON as Options,
} from '@simplewebauthn/browser';
import {
  announceSignIn,
  attempt,
  button,
  enableForm,
  form,
  goTo,
  hideAutofill,
  post,
  problemOf,
  showMessage,
  wasAborted,
  wasRefused,
  webauthn,
  whenSignedInElsewhere,
} from './ceremony.js';
import { confirmAccount } from './confirm-account.js';
import { capabilities, getImmediately } from './immediate.js';
import { reportUnknownPasskey } from './signals.js';

/** How long the user has to choose a passkey, if the server's options contain no time limit. */
const DEFAULT_TIMEOUT_MS = 60_000;
let timeoutMs = DEFAULT_TIMEOUT_MS;

const { interaction } = form.dataset;

async function fetchOptions(): Promise<Options> {
  try {
    const options = await post<Options>('/passkeys/authentication/options', { interaction });
    timeoutMs = options.timeout ?? DEFAULT_TIMEOUT_MS;
    return options;
  } catch (error) {
    // The sign-in has expired. Load the page again, because the server then shows where the user can start again. Load
    // it only once, to avoid a loop.
    if (problemOf(error, false) === 'interaction_expired' && !wasReloaded()) location.reload();
    throw error;
  }
}

function wasReloaded(): boolean {
  return performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type === 'reload');
}

/**
 * Whether a response from a passkey is being sent to the server, or the browser is about to leave the page. A response
 * from another passkey is ignored during this time, because each response would set the session cookie and open a page.
 */
let isAnswering = false;

type Get = (optionsJSON: Options) => Promise<Answer>;

async function signIn(optionsJSON: Options, get: Get): Promise<string> {
  const response = await get(optionsJSON);
  if (isAnswering) throw new DOMException('Another answer is being sent.', 'AbortError');
  isAnswering = true;
  button.disabled = true;
  showMessage('done', 'progress');
  try {
    const { next, username } = await post<SignedIn>('/passkeys/authentication/verify', response);
    await confirmAccount(username);
    announceSignIn();
    return form.dataset.next ?? next;
  } catch (error) {
    if (problemOf(error, false) === 'invalid_credential') await reportIfUnknown(response, optionsJSON.rpId);
    isAnswering = false;
    button.disabled = false;
    throw error;
  }
}

interface SignedIn {
  readonly next: string;
  readonly username: string;
}

/**
 * Reports a refused passkey to the browser's passkey manager, if the server does not know the passkey. The page has to
 * ask the server, because a passkey can be refused for other reasons too.
 */
async function reportIfUnknown(response: Answer, rpId: string | undefined): Promise<void> {
  const { unknown } = await post<{ unknown: boolean }>('/passkeys/unknown', response).catch(() => ({ unknown: false }));
  if (unknown) await reportUnknownPasskey(response.id, rpId);
}

async function signInByButton(): Promise<void> {
  const signedIn = await attempt(
    async () => signIn(await fetchOptions(), getByDialog),
    () => timeoutMs,
  );
  if (!signedIn) await offerAutofill();
}

/**
 * Asks only for passkeys on this device, if the browser supports this. If there are none, the browser shows its dialog,
 * which also offers passkeys on other devices.
 */
async function getByDialog(optionsJSON: Options): Promise<Answer> {
  // The passkey that the application needs can be a security key, which the other dialog does not offer.
  const here = form.dataset.anyDevice === undefined ? await getImmediately(optionsJSON) : undefined;
  return here ?? webauthn.startAuthentication({ optionsJSON });
}

function getByAutofill(optionsJSON: Options): Promise<Answer> {
  return webauthn.startAuthentication({ optionsJSON, useBrowserAutofill: true });
}

/** If the device cannot store passkeys, shows a hint that explains where the user's passkeys may be. */
async function showElsewhere(): Promise<void> {
  const { userVerifyingPlatformAuthenticator } = await capabilities();
  if (userVerifyingPlatformAuthenticator === false) document.getElementById('elsewhere')?.removeAttribute('hidden');
}

async function hasAutofill(): Promise<boolean> {
  return (await capabilities()).conditionalGet !== false && (await webauthn.browserSupportsWebAuthnAutofill());
}

/**
 * Starts autofill: the browser suggests passkeys in the username field, until the user chooses one or presses the
 * button. The username field is only for autofill, so it is hidden if the browser does not support autofill.
 */
async function offerAutofill(): Promise<void> {
  if (!(await hasAutofill())) return hideAutofill();
  const began = performance.now();
  let renewal: ReturnType<typeof setTimeout> | undefined;
  try {
    const options = await fetchOptions();
    renewal = setTimeout(renewAutofill, timeoutMs);
    goTo(await signIn(options, getByAutofill));
  } catch (error) {
    if (wasAborted(error)) return;
    const isUserAction = performance.now() - began > MIN_USER_ACTION_MS;
    // If autofill fails at once, the browser does not support it. No message is shown, because the user did not start
    // autofill and can use the button.
    if (isUserAction || wasRefused(error)) showMessage(problemOf(error, false));
    if (isUserAction) await offerAutofill();
  } finally {
    clearTimeout(renewal);
  }
}

/**
 * The shortest time in which a user can act. If autofill fails sooner, the user did not cause the error, so autofill is
 * not started again: it would fail in the same way.
 */
const MIN_USER_ACTION_MS = 1000;

/** Starts autofill again with a new challenge, because the page may stay open for longer than a challenge is valid. */
function renewAutofill(): void {
  if (!button.disabled) void offerAutofill();
}

/**
 * Leaves the sign-in page after the user has signed in in another tab. Does nothing if this page asks a signed-in user
 * to sign in again.
 */
function continueAfterOtherTab(): void {
  if (isAnswering || form.dataset.again !== undefined) return;
  isAnswering = true;
  location.assign(interaction === undefined ? '/account' : `/continue/${interaction}`);
}

if (enableForm(() => void signInByButton())) {
  void showElsewhere();
  void offerAutofill();
}
whenSignedInElsewhere(continueAfterOtherTab);
