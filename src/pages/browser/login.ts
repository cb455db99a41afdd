import type {
  AuthenticationResponseJSON as Answer,
  PublicKeyCredentialRequestOptionsJSON as Options,
} from '@simplewebauthn/browser';
import {
  attempt,
  button,
  form,
  goTo,
  post,
  problemOf,
  say,
  wasAborted,
  wasRefused,
  webauthn,
  whenSubmitted,
} from './ceremony.js';
import { forget } from './signals.js';

/** Milliseconds that the browser has, where the server does not say. */
const USUAL_TIMEOUT = 60_000;
let timeout = USUAL_TIMEOUT;

async function askForOptions(): Promise<Options> {
  const options = await post<Options>('/passkeys/authentication/options', { interaction: form.dataset.interaction });
  timeout = options.timeout ?? USUAL_TIMEOUT;
  return options;
}

/** While one answer is on its way no other is sent: two would change the session's cookie under each other. */
let isAnswered = false;

async function signIn(optionsJSON: Options, useBrowserAutofill: boolean): Promise<string> {
  const response = await webauthn.startAuthentication({ optionsJSON, useBrowserAutofill });
  if (isAnswered) throw new DOMException('There is an answer already.', 'AbortError');
  isAnswered = true;
  button.disabled = true;
  say('done', 'progress');
  try {
    const { next } = await post<{ next: string }>('/passkeys/authentication/verify', response);
    return form.dataset.next ?? next;
  } catch (error) {
    if (problemOf(error, false) === 'invalid_credential') await forgetWhereUnknown(response, optionsJSON.rpId);
    isAnswered = false;
    button.disabled = false;
    throw error;
  }
}

/** A passkey that was removed here is offered no more, if the server does not know it and its keeper listens. */
async function forgetWhereUnknown(response: Answer, rpId: string | undefined): Promise<void> {
  const { unknown } = await post<{ unknown: boolean }>('/passkeys/unknown', response).catch(() => ({ unknown: false }));
  if (unknown) await forget(response.id, rpId);
}

async function signInByButton(): Promise<void> {
  const signedIn = await attempt(
    async () => signIn(await askForOptions(), false),
    () => timeout,
  );
  if (!signedIn) await offerAutofill();
}

/** What browser and device can do (WebAuthn Level 3 §5.1.7), as far as they say. */
async function capabilities(): Promise<PublicKeyCredentialClientCapabilities> {
  return 'getClientCapabilities' in PublicKeyCredential
    ? PublicKeyCredential.getClientCapabilities().catch(() => ({}))
    : Promise.resolve({});
}

/** At a device that keeps no passkeys, says where they may be. */
async function pointElsewhere(): Promise<void> {
  const { userVerifyingPlatformAuthenticator } = await capabilities();
  if (userVerifyingPlatformAuthenticator === false) document.getElementById('elsewhere')?.removeAttribute('hidden');
}

async function hasAutofill(): Promise<boolean> {
  return (await capabilities()).conditionalGet !== false && (await webauthn.browserSupportsWebAuthnAutofill());
}

/** Passkeys among the suggestions of the field, until one is chosen or the button takes over. */
async function offerAutofill(): Promise<void> {
  if (!(await hasAutofill())) return;
  document.getElementById('autofill')?.removeAttribute('hidden');
  const began = performance.now();
  let renewal: ReturnType<typeof setTimeout> | undefined;
  try {
    const options = await askForOptions();
    renewal = setTimeout(renewAutofill, timeout);
    goTo(await signIn(options, true));
  } catch (error) {
    if (wasAborted(error)) return;
    const somebodyChose = performance.now() - began > SOMEBODY_CHOSE;
    // A browser that cannot do it says so at once; nobody asked it to, and the button is there.
    if (somebodyChose || wasRefused(error)) say(problemOf(error, false));
    if (somebodyChose) await offerAutofill();
  } finally {
    clearTimeout(renewal);
  }
}

/** Milliseconds. What fails sooner was no person's choice, and would fail again. */
const SOMEBODY_CHOSE = 1000;

/** A page may stand open for longer than its challenge is good. */
function renewAutofill(): void {
  if (!button.disabled) void offerAutofill();
}

if (whenSubmitted(() => void signInByButton())) {
  void pointElsewhere();
  void offerAutofill();
}
