import type { PublicKeyCredentialCreationOptionsJSON as Options } from '@simplewebauthn/browser';
import { attempt, form, post, problemOf, say, typed, webauthn, whenSubmitted } from './ceremony.js';

const { enrolment, interaction } = form.dataset;

/** Milliseconds that the browser has, where the server does not say. */
let timeout = 60_000;

const register = async (): Promise<string> => {
  const asked = { enrolment, interaction, username: typed('username'), name: typed('name') };
  const optionsJSON = await post<Options>('/passkeys/registration/options', asked);
  timeout = optionsJSON.timeout ?? timeout;
  const response = await webauthn.startRegistration({ optionsJSON });
  say('done', 'progress');
  const named = { ...response, name: typed('passkey-name') };
  const { next } = await post<{ next: string }>('/passkeys/registration/verify', named);
  return next;
};

/** Whoever signed in too long ago signs in once more, and comes back. */
const registerOrRenew = (): Promise<string> =>
  register().catch((error: unknown) => {
    if (problemOf(error, false) === 'authentication_required') return '/login?again';
    throw error;
  });

whenSubmitted(() => void attempt(registerOrRenew, () => timeout));
