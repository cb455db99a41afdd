/**
 * Passkeys: the two WebAuthn ceremonies (`ceremony/`), the checks of a credential (`credential/`), who may get a passkey
 * (`enrolment/`), and the passkeys of a user (`passkeys/`). Only this room imports `@simplewebauthn/server`. It knows
 * neither HTTP nor OpenID Connect: a ceremony returns the page that comes next. Start with `verifyAuthentication` below.
 */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { addressKey } from '../../access/address-key.js';
import { readSession } from '../../access/sessions/session.js';
import type { Session } from '../../model/access/session.js';
import type { Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import { checkAuthenticatorData, parseAuthenticatorData } from '../credential/authenticator-data.js';
import { type ClientData, checkClientData, parseClientData } from '../credential/client-data.js';
import { parseAuthenticationResponse } from '../credential/credential-json.js';
import { isWholeSignature } from '../credential/public-key.js';
import { check, invalidCredential } from './ceremony-errors.js';
import { consumeChallenge } from './consume-challenge.js';
import { interactionOf, nextPage } from './next-page.js';
import { recordPasskeyUse } from './record-passkey-use.js';
import { signInByPasskey } from './sign-in-by-passkey.js';

export interface AuthenticationAttempt {
  /** SHA-256 of the browser cookie. A browser without a cookie has no challenge. */
  readonly browserHash: string | undefined;
  /** The untrusted `AuthenticationResponseJSON`. */
  readonly response: unknown;
  readonly presentSessionCookie?: string | undefined;
  readonly caller: Caller;
}

export interface SignedIn {
  /** The path of the next page. */
  readonly next: string;
  readonly sessionCookie: string;
  readonly session: Session;
  readonly user: User;
}

/** The account and passkey that the answer names, read before anything was verified. */
interface Claimed {
  readonly user?: User | undefined;
  readonly passkey?: Passkey | undefined;
}

/**
 * Verifies an authentication ceremony and signs the user in.
 * https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
 *
 * @throws CeremonyError `invalid_credential`, the same for every failed check
 */
export async function verifyAuthentication(deps: Deps, attempt: AuthenticationAttempt): Promise<SignedIn> {
  const { browserHash, caller } = attempt;
  let claimed: Claimed = {};
  try {
    // §7.2 steps 1–4 happen in the browser. Step 5: any passkey will do.
    const credential = parseAuthenticationResponse(attempt.response);
    claimed = await findClaimed(deps, credential);
    const { user, passkey } = identify(deps, credential, claimed);
    const data = parseClientData(credential.response.clientDataJSON); // Steps 7–9.
    check(data.type === 'webauthn.get', 'type'); // Step 10.
    const challenge = await consumeChallenge(deps, 'authentication', data.challenge, browserHash); // Step 11.
    checkClientData(data, deps.config); // Steps 12–14.
    const use = await verifyAssertion(deps, credential, data, passkey); // Steps 15–21.
    await recordPasskeyUse(deps, passkey, use, caller); // Steps 22 and 24.
    await checkStillValid(deps, user, passkey);
    // Step 25: continue with the ceremony.
    const present = await readSession(deps, attempt.presentSessionCookie);
    const { session, cookie } = await signInByPasskey(deps, user, passkey, present, caller);
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

/** Read before the verification, so that what is revoked meanwhile is revoked for this sign-in too. */
async function findClaimed(deps: Deps, { id, response }: AuthenticationResponseJSON): Promise<Claimed> {
  const [passkey, user] = await Promise.all([
    deps.store.passkeys.find(id),
    response.userHandle === undefined ? undefined : deps.store.users.findByWebauthnUserId(response.userHandle),
  ]);
  return { passkey, user };
}

/** Step 6: the user handle is present, and its account contains the credential. */
function identify(
  deps: Deps,
  { response }: AuthenticationResponseJSON,
  { user, passkey }: Claimed,
): Required<{ user: User; passkey: Passkey }> {
  check(response.userHandle !== undefined, 'no user handle');
  if (passkey === undefined) throw invalidCredential('unknown credential');
  if (user === undefined || passkey.userId !== user.id) throw invalidCredential('user handle');
  check(isListed(user, passkey), 'passkey is not listed');
  check(passkey.rpId === deps.config.rpId, 'passkey of another RP ID');
  return { user, passkey };
}

function isListed(user: User, passkey: Passkey): boolean {
  return user.passkeyIds.includes(passkey.id);
}

/** Steps 15–21. The library verifies the signature and repeats most of our checks. */
async function verifyAssertion(
  deps: Deps,
  credential: AuthenticationResponseJSON,
  data: ClientData,
  passkey: Passkey,
): Promise<{ signCount: number; backedUp: boolean }> {
  const authData = await parseAuthenticatorData(Buffer.from(credential.response.authenticatorData, 'base64url'));
  checkAuthenticatorData(authData, deps.config); // Steps 15–18.
  // §6.1: in an assertion the AT flag MUST NOT be set.
  check(!authData.flags.at, 'attested credential data in an assertion');
  // Step 19: backup eligibility never changes. The backup state may.
  check(authData.flags.be === passkey.backupEligible, 'backup eligibility changed');
  // Steps 20–21: the signature over authData and the hash of the client data, under the stored key.
  check(isWholeSignature(passkey.alg, Buffer.from(credential.response.signature, 'base64url')), 'signature');
  check(await hasValidSignature(deps, credential, data, passkey), 'signature');
  return { signCount: authData.counter, backedUp: authData.flags.bs };
}

async function hasValidSignature(
  deps: Deps,
  response: AuthenticationResponseJSON,
  data: ClientData,
  passkey: Passkey,
): Promise<boolean> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified } = await verifyAuthenticationResponse({
      response,
      expectedType: 'webauthn.get',
      expectedChallenge: data.challenge,
      expectedOrigin: [...deps.config.rpOrigins],
      expectedRPID: deps.config.rpId,
      requireUserVerification: true,
      // Step 22 is ours: a suspected clone is recorded only after the signature has been verified.
      credential: {
        id: passkey.id,
        publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
        counter: 0,
      },
    });
    return verified;
  } catch {
    return false;
  }
}

/** The user was not disabled, and the passkey not removed, during the verification. */
async function checkStillValid(deps: Deps, { id }: User, passkey: Passkey): Promise<void> {
  const user = await deps.store.users.find(id);
  check(user?.enabled === true, 'user is disabled');
  check(user !== undefined && isListed(user, passkey), 'passkey was removed');
}

async function recordRefusal(
  deps: Deps,
  error: CeremonyError,
  { user, passkey }: Claimed,
  { ipAddress }: Caller,
): Promise<void> {
  deps.log.info({ reason: error.reason, userId: user?.id }, 'sign-in refused');
  // Anyone can send an unknown credential, so limit what they can write to the audit log.
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
