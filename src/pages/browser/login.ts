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

/** The server may set another timeout. */
const DEFAULT_TIMEOUT_MS = 60_000;
let timeoutMs = DEFAULT_TIMEOUT_MS;

async function fetchOptions(): Promise<Options> {
  const options = await post<Options>('/passkeys/authentication/options', { interaction: form.dataset.interaction });
  timeoutMs = options.timeout ?? DEFAULT_TIMEOUT_MS;
  return options;
}

/** One answer at a time: two would replace each other's session cookie. */
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

/** A passkey may be refused for other reasons, so ask the server whether it exists. */
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

/** WebAuthn Level 3 §5.1.7. Older browsers report nothing. */
async function capabilities(): Promise<PublicKeyCredentialClientCapabilities> {
  return 'getClientCapabilities' in PublicKeyCredential
    ? PublicKeyCredential.getClientCapabilities().catch(() => ({}))
    : Promise.resolve({});
}

/** On a device that cannot store passkeys, shows where they may be. */
async function showElsewhere(): Promise<void> {
  const { userVerifyingPlatformAuthenticator } = await capabilities();
  if (userVerifyingPlatformAuthenticator === false) document.getElementById('elsewhere')?.removeAttribute('hidden');
}

async function hasAutofill(): Promise<boolean> {
  return (await capabilities()).conditionalGet !== false && (await webauthn.browserSupportsWebAuthnAutofill());
}

/** The browser suggests passkeys in the username field, until the user chooses one or presses the button. */
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
    // A browser that fails at once cannot do it. The user did not ask for it and has the button.
    if (isUserAction || wasRefused(error)) showMessage(problemOf(error, false));
    if (isUserAction) await offerAutofill();
  } finally {
    clearTimeout(renewal);
  }
}

/** No user acts faster. An error that comes sooner would come again. */
const MIN_USER_ACTION_MS = 1000;

/** The page may stay open for longer than its challenge is valid. */
function renewAutofill(): void {
  if (!button.disabled) void offerAutofill();
}

if (enableForm(() => void signInByButton())) {
  void showElsewhere();
  void offerAutofill();
}
