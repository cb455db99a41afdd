import { findActiveSession, planSignIn } from '../../access/sessions/session.js';
import { addressKey } from '../../audit/address-key.js';
import { newSecret } from '../../keys/secrets.js';
import { occurrence, planNotice } from '../../mail/notices.js';
import { firstVerificationPlanner } from '../../mail/verification-mail.js';
import type { Session } from '../../model/access/session.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import type { AuditEntry, Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import type { Challenge, ChallengeRegistration } from '../../model/passkeys/challenge.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { stampOf } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { checkClientData, parseClientData } from '../credential/client-data.js';
import { parseRegistrationResponse } from '../credential/credential-json.js';
import { verifyCredential } from '../credential/verify-credential.js';
import type { Enrolment, EnrolmentPlan } from '../enrolment/enrol.js';
import { enrolByLink } from '../enrolment/enrol-by-link.js';
import { enrolByRecovery } from '../enrolment/enrol-by-recovery.js';
import { enrolNewUser } from '../enrolment/enrol-new-user.js';
import { enrolOwnPasskey } from '../enrolment/enrol-own-passkey.js';
import { countRegistration } from '../enrolment/registration-limit.js';
import { enrolByInvitation } from '../invitations/enrol-by-invitation.js';
import { chosenName, proposedName, type UnknownProductNames } from '../passkeys/passkey-name.js';
import { enrolByDeviceLink } from '../second-device/enrol-by-device-link.js';
import { check, invalidCredential } from './ceremony-errors.js';
import { consumeChallenge } from './consume-challenge.js';
import { interactionOf, nextPage } from './next-page.js';
import { acrOf, amrOf } from './sign-in-facts.js';
import { parseTrial, verifyTrial } from './verify-trial.js';

export interface RegistrationAttempt {
  /**
   * The SHA-256 hash of the browser cookie, or `undefined` if the browser sent no cookie. Without a cookie, the
   * registration is refused, because every challenge belongs to a cookie.
   */
  readonly browserHash: string | undefined;
  /** The `RegistrationResponseJSON` from the browser. It has not been checked yet. */
  readonly response: unknown;
  /** The name that the user chose for the passkey. It has not been checked yet. */
  readonly name?: unknown;
  /** One of these texts becomes the name of the passkey if the product that stores the passkey is unknown. */
  readonly names?: UnknownProductNames;
  /** The language of the page. */
  readonly language?: string;
  /**
   * The `AuthenticationResponseJSON` of a first sign-in with the new passkey. It has not been checked yet; see
   * `parseTrial`.
   */
  readonly trial?: unknown;
  readonly presentSessionCookie?: string | undefined;
  readonly caller: Caller;
}

export interface Registered {
  /** The path of the page that the browser opens after the registration. */
  readonly next: string;
  /**
   * The cookie of the new session. Missing if a signed-in user added the passkey, because the session of that user
   * continues.
   */
  readonly sessionCookie?: string | undefined;
  /** The session of the user. Missing if an administrator has to approve the new account. */
  readonly session?: Session | undefined;
  readonly user: User;
  readonly passkey: Passkey;
  /**
   * Whether the user cannot sign in with the passkey yet: the user has to confirm it in `session`, on another device, or
   * an administrator has to approve the account.
   */
  readonly isWaiting: boolean;
}

/**
 * Verifies the browser's answer to a registration challenge, stores the passkey and signs the user in.
 * https://www.w3.org/TR/webauthn-3/#sctn-registering-a-new-credential
 *
 * @throws CeremonyError `invalid_credential`, the same for every failed check; `enrolment_invalid`, `recovery_invalid`,
 * `interaction_expired`, `registration_disabled`, `username_taken`, `authentication_required`, `too_many_passkeys`, `signed_in_as_another`, `rate_limited`
 */
export async function verifyRegistration(deps: Deps, attempt: RegistrationAttempt): Promise<Registered> {
  let challenge: Challenge | undefined;
  try {
    // The browser performs WebAuthn §7.1 steps 1–4.
    const credential = parseRegistrationResponse(attempt.response);
    // The steps of WebAuthn §7.1 and the code that performs them. 5–6: `parseClientData`. 7: the check of `type`.
    // 8: `consumeChallenge`. 9–11: `checkClientData`. 12–26: `verifyCredential`. 27: `parseTrial`.
    const trial = parseTrial(credential, attempt.trial);
    const data = parseClientData(credential.response.clientDataJSON);
    check(data.type === 'webauthn.create', 'type');
    challenge = await consumeChallenge(deps, 'registration', data.challenge, attempt.browserHash);
    checkClientData(data, deps.config);
    const { registration, browserHash } = challenge;
    if (registration === undefined) throw invalidCredential('challenge without a user');
    const [before, open] = await Promise.all([
      deps.store.users.find(registration.userId),
      interactionOf(deps, challenge),
    ]);
    const verified = await verifyCredential(deps, credential, data);
    if (trial !== undefined)
      await verifyTrial(deps, { browserHash: attempt.browserHash, trial }, verified, handleOf(registration, before));
    // WebAuthn §7.1 steps 28–29: create the credential record, then store it.
    const passkey: Passkey = {
      ...verified,
      userId: registration.userId,
      generation: newSecret(deps.random),
      name:
        chosenName(attempt.name) ?? proposedName(verified, attempt.names ?? {}, await namesOfPasskeys(deps, before)),
      createdAt: deps.clock.now(),
    };
    if (registration.by === 'client') await countRegistration(deps, attempt.caller);
    const { language } = attempt;
    const planFirstVerification = firstVerificationPlanner(deps, language);
    return await commitPlan(deps.store, async () => {
      const present = await findActiveSession(deps, attempt.presentSessionCookie);
      const enrolment = { passkey, before, present, open, browserHash, language, planFirstVerification };
      const plan = await planEnrolment(deps, registration, enrolment);
      const { changes, result } = planRegistration(deps, enrolment, plan, attempt.caller);
      if (before === undefined || result.isWaiting) return { changes, result };
      const kind = registration.by === 'recovery' ? 'RECOVERY_USED' : 'PASSKEY_ADDED';
      const where = occurrence(deps, before, attempt.caller, result.session);
      const notice = await planNotice(deps, before, { kind, passkey: passkey.name, ...where });
      return { changes: [...changes, ...notice], result };
    });
  } catch (error) {
    if (error instanceof CeremonyError) await recordRefusal(deps, error, challenge, attempt.caller);
    throw error;
  }
}

/** The names of the passkeys that the user has already. */
async function namesOfPasskeys(deps: Deps, user: User | undefined): Promise<string[]> {
  const ids = user?.passkeyIds ?? [];
  if (ids.length === 0) return [];
  return (await deps.store.passkeys.findMany(ids)).map(({ name }) => name);
}

/**
 * Returns the user handle that the browser received in the options. For a new user, it was stored with the challenge;
 * for an existing user, it is in the user's record.
 */
function handleOf(registration: ChallengeRegistration, before: User | undefined): string | undefined {
  return 'webauthnUserId' in registration ? registration.webauthnUserId : before?.webauthnUserId;
}

function planEnrolment(deps: Deps, registration: ChallengeRegistration, enrolment: Enrolment): Promise<EnrolmentPlan> {
  switch (registration.by) {
    case 'session':
      return enrolOwnPasskey(deps, registration, enrolment);
    case 'enrolment':
      return enrolByLink(deps, registration, enrolment);
    case 'client':
      return enrolNewUser(deps, registration, enrolment);
    case 'invitation':
      return enrolByInvitation(deps, registration, enrolment);
    case 'device':
      return enrolByDeviceLink(deps, registration, enrolment);
    case 'recovery':
      return enrolByRecovery(deps, registration, enrolment);
  }
}

/** Adds the new session and the audit events to the changes that register a passkey. */
function planRegistration(
  deps: Deps,
  { passkey, present, open }: Enrolment,
  { changes, user, active, waitsIn, awaitsApproval, events, next, nextInSignIn }: EnrolmentPlan,
  caller: Caller,
): Plan<Registered> {
  if (waitsIn !== undefined)
    return { changes, result: { next: nextPage(open, next), session: waitsIn, user, passkey, isWaiting: true } };
  const authentication = { user, ...stampOf(passkey), amr: amrOf(passkey), acr: acrOf(passkey) };
  const startsNone = active !== undefined || awaitsApproval === true;
  const signIn = startsNone ? undefined : planSignIn(deps, authentication, present, caller);
  const session = active?.session ?? signIn?.session;
  const actor = { actorKind: 'USER', actorId: user.id, userId: user.id, ipAddress: caller.ipAddress } as const;
  const added: AuditEntry = {
    ...actor,
    type: 'PASSKEY_ADDED',
    resource: 'passkey',
    resourceId: passkey.id,
    detail: { name: passkey.name, aaguid: passkey.aaguid },
  };
  const signedIn: AuditEntry = { ...actor, type: 'SIGNED_IN', clientId: open?.client.id, sessionId: session?.id };
  const entries = [
    ...events.map((event) => ({ ...actor, ...event })),
    added,
    ...(signIn === undefined ? [] : [signedIn]),
  ];
  return {
    changes: [...changes, ...(signIn?.changes ?? []), ...entries.map((entry) => deps.audit.insertion(entry))],
    result: {
      next: nextInSignIn ?? nextPage(open, next),
      sessionCookie: signIn?.cookie,
      session,
      user,
      passkey,
      isWaiting: awaitsApproval === true,
    },
  };
}

/** Ways to register a passkey that need a secret which only few people have. */
const KNOWN_WAYS: ReadonlySet<string> = new Set(['session', 'enrolment', 'device']);

async function recordRefusal(
  deps: Deps,
  error: CeremonyError,
  challenge: Challenge | undefined,
  { ipAddress }: Caller,
): Promise<void> {
  const reason = error.reason ?? error.code;
  const userId = challenge?.registration?.userId;
  deps.log.info({ reason, userId }, 'registration refused');
  const isKnownUser = KNOWN_WAYS.has(challenge?.registration?.by ?? '');
  // Anyone can begin a registration as a new user or with a recovery code, so limit how many audit entries one address
  // can cause.
  if (!isKnownUser && !(await deps.limits.take('publicRefusal', addressKey(ipAddress)))) return;
  await deps.audit.record({
    type: 'PASSKEY_REFUSED',
    outcome: 'FAILURE',
    userId,
    ipAddress,
    detail: { reason },
  });
}
