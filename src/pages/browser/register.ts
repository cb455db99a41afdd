import type { PublicKeyCredentialCreationOptionsJSON as Options } from '@simplewebauthn/browser';
import type { CeremonyMessage } from '../texts/ceremony-texts.js';
import { attempt, enableForm, fieldValue, form, post, problemOf, showMessage, webauthn } from './ceremony.js';
import { reportUnknownPasskey } from './signals.js';

const { enrolment, interaction } = form.dataset;

/** The default time limit for the user. The server's options may name another one. */
let timeoutMs = 60_000;

async function register(): Promise<string> {
  const request = {
    enrolment,
    interaction,
    username: fieldValue('username'),
    name: fieldValue('name'),
    recoveryCode: fieldValue('recovery-code'),
  };
  const optionsJSON = await post<Options>('/passkeys/registration/options', request);
  timeoutMs = optionsJSON.timeout ?? timeoutMs;
  const response = await webauthn.startRegistration({ optionsJSON });
  showMessage('done', 'progress');
  try {
    const { next } = await post<{ next: string }>('/passkeys/registration/verify', response);
    return next;
  } catch (error) {
    // The server refused the passkey, but the authenticator has already stored it. Report it, so that the browser can
    // stop offering it.
    if (REFUSALS.has(problemOf(error, false))) await reportUnknownPasskey(response.id, optionsJSON.rp.id);
    throw error;
  }
}

const REFUSALS: ReadonlySet<CeremonyMessage> = new Set([
  'invalid_credential',
  'enrolment_invalid',
  'recovery_invalid',
  'interaction_expired',
  'registration_disabled',
  'username_taken',
  'authentication_required',
  'too_many_passkeys',
]);

/**
 * Registers a passkey and returns the next page. If the user signed in too long ago, that is the sign-in page, which
 * leads back to the account page.
 */
function registerOrSignIn(): Promise<string> {
  return register().catch((error: unknown) => {
    if (problemOf(error, false) === 'authentication_required') return '/login?again=passkeys';
    throw error;
  });
}

enableForm(() => void attempt(registerOrSignIn, () => timeoutMs));
