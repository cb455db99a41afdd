/**
 * This folder, `src/webauthn`, runs the two WebAuthn ceremonies (`ceremony/`), checks credentials (`credential/`),
 * registers passkeys (`enrolment/`) and manages the passkeys of users (`passkeys/`). Only this folder imports
 * `@simplewebauthn/server`. The folder must not know HTTP or OpenID Connect. Start with `verifyAuthentication` below.
 */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { findActiveSession } from '../../access/sessions/session.js';
import { addressKey } from '../../audit/address-key.js';
import type { Session } from '../../model/access/session.js';
import type { Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { hasPasskey, stampOf } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { checkClientData, parseClientData } from '../credential/client-data.js';
import { parseAuthenticationResponse } from '../credential/credential-json.js';
import { verifyAssertion } from '../credential/verify-assertion.js';
import { check, invalidCredential } from './ceremony-errors.js';
import { consumeChallenge } from './consume-challenge.js';
import { interactionOf, nextPage } from './next-page.js';
import { recordPasskeyUse } from './record-passkey-use.js';
import { signInByPasskey } from './sign-in-by-passkey.js';

export interface AuthenticationAttempt {
  /**
   * The SHA-256 hash of the browser cookie, or `undefined` if the browser sent no cookie. The sign-in is then refused,
   * because every challenge belongs to a cookie.
   */
  readonly browserHash: string | undefined;
  /** The `AuthenticationResponseJSON` from the browser, not checked yet. */
  readonly response: unknown;
  readonly presentSessionCookie?: string | undefined;
  readonly caller: Caller;
}

export interface SignedIn {
  /** The path of the page that the browser opens after the sign-in. */
  readonly next: string;
  readonly sessionCookie: string;
  readonly session: Session;
  readonly user: User;
}

/** The user and the passkey that the browser's answer names. They were read before the answer was verified. */
interface Claimed {
  readonly user?: User | undefined;
  readonly passkey?: Passkey | undefined;
}

/**
 * Verifies the browser's answer to a sign-in challenge and signs the user in.
 * https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
 *
 * @throws CeremonyError `invalid_credential`, the same for every failed check
 */
export async function verifyAuthentication(deps: Deps, attempt: AuthenticationAttempt): Promise<SignedIn> {
  const { browserHash, caller } = attempt;
  let claimed: Claimed = {};
  try {
    // The browser performs WebAuthn §7.2 steps 1–4. Step 5 has no effect, because our options accept every passkey.
    const credential = parseAuthenticationResponse(attempt.response);
    claimed = await findClaimed(deps, credential);
    const { user, passkey } = identify(deps, credential, claimed);
    // WebAuthn §7.2: `parseClientData` performs steps 7–9, the check of the type step 10, `consumeChallenge` step 11,
    // `checkClientData` steps 12–14, `verifyAssertion` steps 15–21, and `recordPasskeyUse` steps 22 and 24.
    const data = parseClientData(credential.response.clientDataJSON);
    check(data.type === 'webauthn.get', 'type');
    const challenge = await consumeChallenge(deps, 'authentication', data.challenge, browserHash);
    checkClientData(data, deps.config);
    const use = await verifyAssertion(deps, credential, data, passkey);
    const used = await recordPasskeyUse(deps, passkey, use, caller);
    await checkStillValid(deps, user, passkey);
    // WebAuthn §7.2 step 25: all checks have passed, so the sign-in continues.
    const present = await findActiveSession(deps, attempt.presentSessionCookie);
    const { session, cookie } = await signInByPasskey(deps, user, used, present, caller);
    await deps.store.users.touch(user.id, deps.clock.now());
    const open = await interactionOf(deps, challenge);
    await deps.audit.record({
      type: 'SIGNED_IN',
      actorKind: 'USER',
      actorId: user.id,
      userId: user.id,
      clientId: open?.client.id,
      sessionId: session.id,
      resource: 'passkey',
      resourceId: passkey.id,
      ipAddress: caller.ipAddress,
    });
    return { next: nextPage(open), sessionCookie: cookie, session, user };
  } catch (error) {
    if (error instanceof CeremonyError) await recordRefusal(deps, error, claimed, caller);
    throw error;
  }
}

/**
 * Reads the user and the passkey before they are verified. The new session gets the user's session epoch from this
 * copy, so a revocation during the verification, which raises the epoch, invalidates the new session too.
 */
async function findClaimed(deps: Deps, { id, response }: AuthenticationResponseJSON): Promise<Claimed> {
  const [passkey, user] = await Promise.all([
    deps.store.passkeys.find(id),
    response.userHandle === undefined ? undefined : deps.store.users.findByWebauthnUserId(response.userHandle),
  ]);
  return { passkey, user };
}

/** WebAuthn §7.2 step 6: the answer contains a user handle, and the passkey belongs to the user with that handle. */
function identify(
  deps: Deps,
  { response }: AuthenticationResponseJSON,
  { user, passkey }: Claimed,
): Required<{ user: User; passkey: Passkey }> {
  check(response.userHandle !== undefined, 'no user handle');
  if (passkey === undefined) throw invalidCredential('unknown credential');
  if (user === undefined || passkey.userId !== user.id) throw invalidCredential('user handle');
  check(hasPasskey(user, stampOf(passkey)), 'passkey is not listed');
  check(passkey.rpId === deps.config.rpId, 'passkey of another RP ID');
  return { user, passkey };
}

/** Throws if the user was disabled or the passkey was removed during the verification. */
async function checkStillValid(deps: Deps, { id }: User, passkey: Passkey): Promise<void> {
  const user = await deps.store.users.find(id);
  check(user?.enabled === true, 'user is disabled');
  check(user !== undefined && hasPasskey(user, stampOf(passkey)), 'passkey was removed');
}

async function recordRefusal(
  deps: Deps,
  error: CeremonyError,
  { user, passkey }: Claimed,
  { ipAddress }: Caller,
): Promise<void> {
  deps.log.info({ reason: error.reason, userId: user?.id }, 'sign-in refused');
  // Anyone can send an unknown passkey, so limit how many audit entries one address can cause.
  if (passkey === undefined && !(await deps.limits.take('publicRefusal', addressKey(ipAddress)))) return;
  await deps.audit.record({
    type: 'SIGN_IN_REFUSED',
    outcome: 'FAILURE',
    userId: passkey?.userId,
    resource: passkey && 'passkey',
    resourceId: passkey?.id,
    ipAddress,
    detail: { reason: error.reason ?? error.code },
  });
}
