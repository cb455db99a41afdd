import type {
  AuthenticationResponseJSON as Answer,
  PublicKeyCredentialRequestOptionsJSON as Options,
} from '@simplewebauthn/browser';
import {
  attempt,
  button,
  enableForm,
  form,
  goTo,
  post,
  problemOf,
  showMessage,
  wasAborted,
  wasRefused,
  webauthn,
} from './ceremony.js';
import { reportUnknownPasskey } from './signals.js';

/** The default time limit for the user. The server's options may name another one. */
const DEFAULT_TIMEOUT_MS = 60_000;
let timeoutMs = DEFAULT_TIMEOUT_MS;

async function fetchOptions(): Promise<Options> {
  const options = await post<Options>('/passkeys/authentication/options', { interaction: form.dataset.interaction });
  timeoutMs = options.timeout ?? DEFAULT_TIMEOUT_MS;
  return options;
}

/**
 * True while an answer of a passkey is being sent to the server. A second answer is dropped, because both responses
 * would set the session cookie.
 */
let isAnswering = false;

async function signIn(optionsJSON: Options, useBrowserAutofill: boolean): Promise<string> {
  const response = await webauthn.startAuthentication({ optionsJSON, useBrowserAutofill });
  if (isAnswering) throw new DOMException('Another answer is being sent.', 'AbortError');
  isAnswering = true;
  button.disabled = true;
  showMessage('done', 'progress');
  try {
    const { next } = await post<{ next: string }>('/passkeys/authentication/verify', response);
    return form.dataset.next ?? next;
  } catch (error) {
    if (problemOf(error, false) === 'invalid_credential') await reportIfUnknown(response, optionsJSON.rpId);
    isAnswering = false;
    button.disabled = false;
    throw error;
  }
}

/**
 * Reports a refused passkey to the passkey manager, if the server does not know the passkey. The page asks the server,
 * because a passkey can be refused for other reasons.
 */
async function reportIfUnknown(response: Answer, rpId: string | undefined): Promise<void> {
  const { unknown } = await post<{ unknown: boolean }>('/passkeys/unknown', response).catch(() => ({ unknown: false }));
  if (unknown) await reportUnknownPasskey(response.id, rpId);
}

async function signInByButton(): Promise<void> {
  const signedIn = await attempt(
    async () => signIn(await fetchOptions(), false),
    () => timeoutMs,
  );
  if (!signedIn) await offerAutofill();
}

/**
 * Returns the browser's WebAuthn features (WebAuthn Level 3 §5.1.7). Older browsers report none: the result is empty.
 */
async function capabilities(): Promise<PublicKeyCredentialClientCapabilities> {
  return 'getClientCapabilities' in PublicKeyCredential
    ? PublicKeyCredential.getClientCapabilities().catch(() => ({}))
    : Promise.resolve({});
}

/** If the device itself cannot store passkeys, shows a hint where the user's passkeys may be. */
async function showElsewhere(): Promise<void> {
  const { userVerifyingPlatformAuthenticator } = await capabilities();
  if (userVerifyingPlatformAuthenticator === false) document.getElementById('elsewhere')?.removeAttribute('hidden');
}

async function hasAutofill(): Promise<boolean> {
  return (await capabilities()).conditionalGet !== false && (await webauthn.browserSupportsWebAuthnAutofill());
}

/**
 * Starts autofill: the browser suggests passkeys in the username field, until the user chooses one or presses the
 * button.
 */
async function offerAutofill(): Promise<void> {
  if (!(await hasAutofill())) return;
  document.getElementById('autofill')?.removeAttribute('hidden');
  const began = performance.now();
  let renewal: ReturnType<typeof setTimeout> | undefined;
  try {
    const options = await fetchOptions();
    renewal = setTimeout(renewAutofill, timeoutMs);
    goTo(await signIn(options, true));
  } catch (error) {
    if (wasAborted(error)) return;
    const isUserAction = performance.now() - began > MIN_USER_ACTION_MS;
    // If autofill fails at once, the browser does not support it. Show no message: the user did not start autofill and
    // can use the button.
    if (isUserAction || wasRefused(error)) showMessage(problemOf(error, false));
    if (isUserAction) await offerAutofill();
  } finally {
    clearTimeout(renewal);
  }
}

/** If autofill fails sooner, the user did not cause the error, and a new attempt would fail in the same way. */
const MIN_USER_ACTION_MS = 1000;

/** Starts autofill again with a new challenge. The page may stay open for longer than a challenge is valid. */
function renewAutofill(): void {
  if (!button.disabled) void offerAutofill();
}

if (enableForm(() => void signInByButton())) {
  void showElsewhere();
  void offerAutofill();
}
