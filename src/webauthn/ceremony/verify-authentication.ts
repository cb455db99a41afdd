/**
 * This folder, `src/webauthn`, runs the two WebAuthn ceremonies (`ceremony/`), checks credentials (`credential/`),
 * registers passkeys (`enrolment/`) and manages the passkeys of users (`passkeys/`). Only this folder imports
 * `@simplewebauthn/server`. It must not know HTTP or OpenID Connect. To understand this folder, read
 * `verifyAuthentication` below first.
 */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { type OpenInteraction, openOf } from '../../access/interaction/interaction.js';
import { isKnownBrowser } from '../../access/sessions/known-browser.js';
import { findActiveSession, planSignIn, type SignInPlan } from '../../access/sessions/session.js';
import { addressKey } from '../../audit/address-key.js';
import { sha256 } from '../../keys/secrets.js';
import { occurrence, planNotice } from '../../mail/notices.js';
import type { SignInRecords } from '../../model/access/live.js';
import type { Session } from '../../model/access/session.js';
import { commitPlan } from '../../model/change-record.js';
import { updateIf } from '../../model/change-set.js';
import type { Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import type { Challenge } from '../../model/passkeys/challenge.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { type AccountNews, withNews } from '../../model/people/account-news.js';
import { hasPasskey, stampOf } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { checkClientData, parseClientData } from '../credential/client-data.js';
import { parseAuthenticationResponse } from '../credential/credential-json.js';
import { verifyAssertion } from '../credential/verify-assertion.js';
import { approvalPending, check, invalidCredential } from './ceremony-errors.js';
import { challengeConsumption, checkChallenge, consuming } from './consume-challenge.js';
import { nextPage } from './next-page.js';
import { type PasskeyUse, planPasskeyUse } from './plan-passkey-use.js';
import { signInCheck } from './sign-in-check.js';
import { acrOf, amrOf } from './sign-in-facts.js';

export interface AuthenticationAttempt {
  /**
   * The SHA-256 hash of the browser cookie, or `undefined` if the browser sent no cookie. Without a cookie, the sign-in
   * is refused, because every challenge belongs to a cookie.
   */
  readonly browserHash: string | undefined;
  /** The `AuthenticationResponseJSON` from the browser. It has not been checked yet. */
  readonly response: unknown;
  readonly presentSessionCookie?: string | undefined;
  /** The cookie with which the browser remembers who has signed in. See `isKnownBrowser`. */
  readonly knownUsersCookie?: string | undefined;
  readonly caller: Caller;
  /** The language of the page. */
  readonly language?: string | undefined;
}

export interface SignedIn {
  /** The path of the page that the browser opens after the sign-in. */
  readonly next: string;
  readonly sessionCookie: string;
  readonly session: Session;
  readonly user: User;
}

/** The records that the browser's answer names, as stored before the answer was verified. */
type Claimed = Partial<SignInRecords>;

/**
 * Verifies the browser's answer to a sign-in challenge and signs the user in.
 * https://www.w3.org/TR/webauthn-3/#sctn-verifying-assertion
 *
 * @throws CeremonyError `invalid_credential`, the same for every failed check; `approval_pending`
 */
export async function verifyAuthentication(deps: Deps, attempt: AuthenticationAttempt): Promise<SignedIn> {
  const { browserHash, caller } = attempt;
  let claimed: Claimed = {};
  try {
    // The browser performs WebAuthn §7.2 steps 1–4. Step 5 has no effect, because our options accept every passkey.
    // `parseClientData` performs steps 7–9, `identify` step 6, the check of the type step 10, `checkChallenge` step
    // 11, `checkClientData` steps 12–14, `verifyAssertion` steps 15–21, and `commitSignIn` steps 22–25.
    const credential = parseAuthenticationResponse(attempt.response);
    const data = parseClientData(credential.response.clientDataJSON);
    claimed = (await deps.store.readSignIn(credential.id, sha256(data.challenge))) ?? {};
    const { user, passkey } = identify(deps, credential, claimed);
    check(data.type === 'webauthn.get', 'type');
    const challenge = checkChallenge(deps, claimed.challenge, browserHash);
    const { session, cookie, open, checkPath } = await consuming(deps, challenge, async () => {
      checkClientData(data, deps.config);
      const use = await verifyAssertion(deps, credential, data, passkey);
      const open = await openOf(deps, claimed.interaction, challenge.browserHash);
      const verified = { user, passkey, challenge, use, open };
      return { ...(await commitSignIn(deps, verified, attempt)), open };
    });
    return { next: checkPath ?? nextPage(open), sessionCookie: cookie, session, user };
  } catch (error) {
    if (error instanceof CeremonyError) await recordRefusal(deps, error, claimed, caller);
    throw error;
  }
}

interface Verified {
  /** The user as stored before the verification. */
  readonly user: User;
  readonly passkey: Passkey;
  readonly challenge: Challenge;
  readonly use: PasskeyUse;
  /** The sign-in at a client. Absent if the user opened the sign-in page without an application. */
  readonly open: OpenInteraction | undefined;
}

/**
 * Consumes the challenge, and stores the use of the passkey, the session and the audit event, with one change set.
 * Throws if, during the verification, the challenge was used, the user was disabled, all sessions of the user were ended
 * or the passkey was removed.
 */
function commitSignIn(
  deps: Deps,
  { user, passkey, challenge, use, open }: Verified,
  { browserHash, presentSessionCookie, knownUsersCookie, caller, language }: AuthenticationAttempt,
): Promise<SignInPlan & { readonly checkPath: string | undefined }> {
  let current: Current | undefined = { user, passkey };
  return commitPlan(deps.store, async () => {
    current ??= await findValid(deps, user, { passkey, challenge });
    const used = await planPasskeyUse(deps, { verified: passkey, current: current.passkey }, use, caller);
    const { user: seen } = current;
    current = undefined;
    const present = await findActiveSession(deps, presentSessionCookie);
    const authentication = { user, ...stampOf(passkey), amr: amrOf(used.passkey), acr: acrOf(used.passkey) };
    const signIn = planSignIn(deps, authentication, present, caller);
    const { id, sessionEpoch } = user;
    const event = deps.audit.insertion({
      type: 'SIGNED_IN',
      actorKind: 'USER',
      actorId: id,
      userId: id,
      clientId: open?.client.id,
      sessionId: signIn.session.id,
      resource: 'passkey',
      resourceId: passkey.id,
      ipAddress: caller.ipAddress,
    });
    const lastSignInAt = deps.clock.now();
    // A thief can have copied the cookie of the session, but not the passkey. With another one, this is news to the user.
    const isSameSignIn = present?.user.id === id && present.session.passkeyId === passkey.id;
    const isKnown = isSameSignIn || isKnownBrowser(deps, knownUsersCookie, user);
    const place = { browserHash, sessionId: signIn.session.id, isKnown };
    const shown = signInCheck(deps, open, { user: seen, passkey: used.passkey }, place);
    const changed = {
      ...(used.becameSynced && { syncedPasskeyIds: [...(seen.syncedPasskeyIds ?? []), passkey.id] }),
      ...(!isKnown && { news: withNews(seen, newBrowser(signIn.session, browserHash)) }),
    };
    // Lists need a condition on the version, so that no change of another request is lost. Most sign-ins change none.
    const isList = Object.keys(changed).length > 0;
    const userUpdate = updateIf(
      'users',
      { id, enabled: true, sessionEpoch, ...(isList && { version: seen.version }) },
      {
        lastSignInAt,
        // A new browser does not choose the language of the mails that warn the user about it.
        ...((isKnown || user.language === undefined) && language !== undefined && { language }),
        ...changed,
        ...(shown.nudges && { nudgedAt: lastSignInAt }),
        ...(isList && { version: seen.version + 1 }),
      },
    );
    const consumed = challengeConsumption(deps, challenge);
    const notice = isKnown
      ? []
      : await planNotice(deps, user, { kind: 'NEW_SIGN_IN', ...occurrence(deps, user, caller, signIn.session) });
    const changes = [consumed, ...used.changes, userUpdate, ...signIn.changes, event, ...notice];
    return { changes, result: { ...signIn, checkPath: shown.path } };
  });
}

/** The user's other browsers say at the next sign-in that a new browser signed in. */
function newBrowser({ id, authenticatedAt }: Session, browserHash: string | undefined): AccountNews {
  return {
    kind: 'NEW_BROWSER',
    at: authenticatedAt.getTime(),
    sessionId: id,
    ...(browserHash !== undefined && { browserHash }),
  };
}

/** The passkey and its user as they are stored now. */
interface Current {
  readonly user: User;
  readonly passkey: Passkey;
}

/** WebAuthn §7.2 step 6: the answer contains a user handle, and the passkey belongs to the user with that handle. */
function identify(
  deps: Deps,
  { response }: AuthenticationResponseJSON,
  { user, passkey }: Claimed,
): Required<{ user: User; passkey: Passkey }> {
  check(response.userHandle !== undefined, 'no user handle');
  if (passkey === undefined) throw invalidCredential('unknown credential');
  if (user === undefined || user.webauthnUserId !== response.userHandle) throw invalidCredential('user handle');
  check(hasPasskey(user, stampOf(passkey)), 'passkey is not listed');
  check(passkey.rpId === deps.config.rpId, 'passkey of another RP ID');
  return { user, passkey };
}

/**
 * Returns the passkey and its user as they are stored now. Throws if the passkey was removed, the user was disabled, all sessions of the
 * user were ended, or the challenge was used since the verification began.
 */
async function findValid(
  deps: Deps,
  { sessionEpoch }: User,
  { passkey: verified, challenge }: Pick<Verified, 'passkey' | 'challenge'>,
): Promise<Current> {
  const current = await deps.store.readSignIn(verified.id, challenge.id);
  if (current === undefined) throw invalidCredential('passkey was removed');
  const { user, passkey } = current;
  // The signature is verified, so the person who gets this answer has the passkey of the account.
  if (user?.awaitsApproval === true) throw approvalPending();
  if (user?.enabled !== true) throw invalidCredential('user is disabled');
  check(hasPasskey(user, stampOf(passkey)), 'passkey was removed');
  check(passkey.generation === verified.generation, 'passkey was registered again');
  check(user.sessionEpoch === sessionEpoch, 'sessions were ended');
  check(current.challenge !== undefined, 'challenge');
  return { user, passkey };
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
