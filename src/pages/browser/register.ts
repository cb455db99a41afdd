import type { PublicKeyCredentialCreationOptionsJSON as Options } from '@simplewebauthn/browser';
import type { Problems } from '../texts/texts.js';
import { attempt, form, post, problemOf, say, typed, webauthn, whenSubmitted } from './ceremony.js';
import { forget } from './signals.js';

const { enrolment, interaction } = form.dataset;

/** Milliseconds that the browser has, where the server does not say. */
let timeout = 60_000;

async function register(): Promise<string> {
  const asked = {
    enrolment,
    interaction,
    username: typed('username'),
    name: typed('name'),
    recoveryCode: typed('recovery-code'),
  };
  const optionsJSON = await post<Options>('/passkeys/registration/options', asked);
  timeout = optionsJSON.timeout ?? timeout;
  const response = await webauthn.startRegistration({ optionsJSON });
  say('done', 'progress');
  try {
    const { next } = await post<{ next: string }>('/passkeys/registration/verify', response);
    return next;
  } catch (error) {
    // The server said that it did not take what was made just now.
    if (REFUSALS.has(problemOf(error, false))) await forget(response.id, optionsJSON.rp.id);
    throw error;
  }
}

const REFUSALS: ReadonlySet<keyof Problems> = new Set([
  'invalid_credential',
  'enrolment_invalid',
  'recovery_invalid',
  'interaction_expired',
  'registration_disabled',
  'username_taken',
  'authentication_required',
  'too_many_passkeys',
]);

/** Whoever signed in too long ago signs in once more, and comes back. */
function registerOrRenew(): Promise<string> {
  return register().catch((error: unknown) => {
    if (problemOf(error, false) === 'authentication_required') return '/login?again=passkeys';
    throw error;
  });
}

whenSubmitted(() => void attempt(registerOrRenew, () => timeout));
