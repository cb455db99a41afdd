import type {
  RegistrationResponseJSON as Answer,
  PublicKeyCredentialCreationOptionsJSON as Options,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/browser';
import type { CeremonyMessage } from '../texts/ceremony-texts.js';
import {
  announceSignIn,
  attempt,
  button,
  enableForm,
  fieldValue,
  form,
  post,
  problemOf,
  refuse,
  showMessage,
  wasRefused,
  webauthn,
} from './ceremony.js';
import { reportUnknownPasskey } from './signals.js';

const { approval, device, enrolment, interaction, invitation } = form.dataset;

/** The username that the account page shows. `undefined` on other pages. */
const account = document.getElementById('account')?.dataset.account;

/** How long the user has to create a passkey, if the server's options contain no time limit. */
let timeoutMs = 60_000;

/**
 * A new passkey with which the user has to sign in before the server stores it. This is needed if the browser does not
 * report that the passkey can be used to sign in. Until then, the enrolment link or recovery code is not used up.
 */
interface Untried {
  readonly optionsJSON: Options;
  readonly response: Answer;
}

let untried: Untried | undefined;

async function register(): Promise<string> {
  if (untried !== undefined) return tryPasskey(untried);
  const request = {
    device,
    enrolment,
    interaction,
    invitation,
    account,
    username: fieldValue('username'),
    name: fieldValue('name'),
    email: fieldValue('email'),
    recoveryCode: fieldValue('recovery-code'),
  };
  const optionsJSON = await post<Options>('/passkeys/registration/options', request);
  timeoutMs = optionsJSON.timeout ?? timeoutMs;
  const response = await webauthn.startRegistration({ optionsJSON });
  const made = { optionsJSON, response };
  if (response.clientExtensionResults.credProps?.rk === true) return send(made);
  untried = made;
  showTrial(true);
  return refuse('trialRequired');
}

async function send(made: Untried, trial?: object): Promise<string> {
  showMessage('done', 'progress');
  try {
    const { next } = await post<{ next: string }>('/passkeys/registration/verify', { ...made.response, trial });
    if (account === undefined && device === undefined && approval === undefined) announceSignIn();
    return form.dataset.next ?? next;
  } catch (error) {
    const problem = problemOf(error, false);
    // The server refused the passkey, but the authenticator has already stored it. Report the passkey, so that the
    // browser can stop offering it.
    if (REFUSALS.has(problem)) await reportUnknownPasskey(made.response.id, made.optionsJSON.rp.id);
    throw error;
  } finally {
    showTrial(false);
  }
}

/**
 * Signs in with the new passkey to find out whether it works. If the passkey does not work, the user can create another
 * one.
 */
async function tryPasskey(made: Untried): Promise<string> {
  const optionsJSON = await post<RequestOptions>('/passkeys/authentication/options', {});
  try {
    const trial = await webauthn.startAuthentication({ optionsJSON });
    if (trial.id !== made.response.id) refuse('otherPasskey');
    untried = undefined;
    return await send(made, trial);
  } catch (error) {
    if (wasRefused(error)) throw error;
    untried = undefined;
    showTrial(false);
    await reportUnknownPasskey(made.response.id, made.optionsJSON.rp.id);
    return refuse('notDiscoverable');
  }
}

/**
 * Changes the label of the button to the next step: creating a passkey, or trying the new passkey. The sentence that
 * explains why to create a passkey is shown only in the first step.
 */
function showTrial(isNext: boolean): void {
  document.getElementById('lead')?.toggleAttribute('hidden', isNext);
  const label = button.querySelector('span');
  if (label !== null) label.textContent = (isNext ? button.dataset.tryLabel : button.dataset.label) ?? '';
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
  'signed_in_as_another',
]);

/**
 * The name of an item in the session storage. The item means that the user had to sign in again before adding a
 * passkey.
 */
const INTERRUPTED = 'passgraph.adding-passkey';

/**
 * Registers a passkey and returns the URL of the next page. If the user signed in too long ago, the next page is the
 * sign-in page, from which the user returns to the account page.
 */
function registerOrSignIn(): Promise<string> {
  return register().catch((error: unknown) => {
    if (problemOf(error, false) !== 'authentication_required') throw error;
    sessionStorage.setItem(INTERRUPTED, '1');
    return '/login?again=passkeys';
  });
}

function start(): Promise<boolean> {
  return attempt(registerOrSignIn, () => timeoutMs);
}

/**
 * Creates the passkey after the user has signed in again. If this fails, the button gets the focus, because some
 * browsers create passkeys only after a click.
 */
async function continueInterrupted(): Promise<void> {
  const isInterrupted = sessionStorage.getItem(INTERRUPTED) !== null;
  sessionStorage.removeItem(INTERRUPTED);
  if (!isInterrupted || !location.search.includes('signedInAgain')) return;
  if (!(await start())) button.focus();
}

if (enableForm(() => void start()) && account !== undefined) void continueInterrupted();
