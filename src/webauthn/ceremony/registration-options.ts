import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { findInteraction } from '../../access/interaction/interaction.js';
import { authenticationRequired, requireRecentAuthentication } from '../../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import { newUuid } from '../../keys/secrets.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { ChallengeRegistration } from '../../model/passkeys/challenge.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { User } from '../../model/people/user.js';
import { COSE_ALGORITHMS } from '../credential/public-key.js';
import { beginRecovery } from '../enrolment/begin-recovery.js';
import type { EnrolmentBeginning } from '../enrolment/enrol.js';
import { isLinkGoodFor, openEnrolmentLink } from '../enrolment/enrolment-code.js';
import { MAX_PASSKEYS } from '../passkeys/list-passkey.js';
import { anotherOwnerName, FIRST_OWNER } from '../passkeys/owner-name.js';
import {
  enrolmentInvalid,
  interactionExpired,
  registrationDisabled,
  tooManyPasskeys,
  usernameTaken,
} from './ceremony-errors.js';
import { CEREMONY_TIMEOUT_MS, createChallenge } from './create-challenge.js';
import {
  type ClientRegistrationRequest,
  cleanName,
  type EnrolmentRequest,
  parseRegistrationRequest,
  parseUsername,
} from './registration-request.js';

/** The browser's timeout and some time to send the answer. */
const CHALLENGE_LIFETIME_SECONDS = 600;

const MAX_NAME_LENGTH = 128;

export interface RegistrationBeginning {
  /** SHA-256 of the browser cookie. */
  readonly browserHash: string;
  /** The untrusted body of the request. */
  readonly request: unknown;
  readonly activeSession?: ActiveSession | undefined;
  readonly caller: Caller;
}

/**
 * Options with which the browser creates a passkey: with an enrolment link, as a new user of a client, with a recovery
 * code, or as a signed-in user.
 * https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson
 *
 * @throws CeremonyError `invalid_request`, `enrolment_invalid`, `interaction_expired`, `registration_disabled`,
 * `username_invalid`, `username_taken`, `recovery_invalid`, `rate_limited`, `authentication_required`, `too_many_passkeys`
 */
export async function registrationOptions(
  deps: Deps,
  beginning: RegistrationBeginning,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { account, bound } = await beginEnrolment(deps, beginning);
  const { browserHash } = beginning;
  const challengeOf = { ceremony: 'registration', browserHash, ...bound } as const;
  return {
    challenge: await createChallenge(deps, challengeOf, CHALLENGE_LIFETIME_SECONDS),
    rp: { id: deps.config.rpId, name: deps.config.rpName },
    user: {
      id: account.webauthnUserId,
      name: account.username,
      displayName: account.name ?? account.username,
    },
    pubKeyCredParams: COSE_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: await credentialsToExclude(deps, account.passkeyIds),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: deps.config.attestation,
    timeout: CEREMONY_TIMEOUT_MS,
    extensions: { credProps: true },
  };
}

async function beginEnrolment(
  deps: Deps,
  { browserHash, request: body, activeSession, caller }: RegistrationBeginning,
): Promise<EnrolmentBeginning> {
  const request = parseRegistrationRequest(body);
  switch (request.by) {
    case 'enrolment':
      return beginByLink(deps, request);
    case 'client':
      return beginByClient(deps, browserHash, request);
    case 'recovery':
      return beginRecovery(deps, browserHash, request, caller);
    case 'session':
      return beginBySession(deps, activeSession);
  }
}

async function beginByLink(deps: Deps, request: EnrolmentRequest): Promise<EnrolmentBeginning> {
  const link = await openEnrolmentLink(deps, request.enrolment);
  const user = await deps.store.users.find(link.userId);
  if (user !== undefined && !isLinkGoodFor(link, user)) throw enrolmentInvalid('user has changed');
  const account = link.firstOwner ? await firstOwnerAccount(deps, request, user) : user;
  if (account === undefined) throw enrolmentInvalid('user was deleted');
  return { account, bound: { registration: linkRegistration(link, account) } };
}

function linkRegistration(link: EnrolmentLink, account: EnrolmentBeginning['account']): ChallengeRegistration {
  return {
    by: 'enrolment',
    userId: link.userId,
    webauthnUserId: account.webauthnUserId,
    linkId: link.id,
    username: account.username,
    ...(account.name !== undefined && { name: account.name }),
  };
}

/** A new account, or the one of an interrupted attempt with this link. The new passkey replaces its passkey. */
async function firstOwnerAccount(
  deps: Deps,
  request: EnrolmentRequest,
  interrupted: User | undefined,
): Promise<EnrolmentBeginning['account']> {
  if (interrupted !== undefined) return { ...interrupted, passkeyIds: [] };
  const chosen = request.username === undefined ? undefined : parseUsername(request.username);
  if (chosen !== undefined && (await isTaken(deps, chosen))) throw usernameTaken();
  const username = chosen ?? ((await isTaken(deps, FIRST_OWNER)) ? anotherOwnerName(deps) : FIRST_OWNER);
  return makeAccount(deps, username, request.name);
}

async function beginByClient(
  deps: Deps,
  browserHash: string,
  request: ClientRegistrationRequest,
): Promise<EnrolmentBeginning> {
  const open = await findInteraction(deps, request.interaction, browserHash);
  if (open === undefined) throw interactionExpired();
  if (!open.client.registrationEnabled) throw registrationDisabled();
  const username = parseUsername(request.username);
  if (await isTaken(deps, username)) throw usernameTaken();
  const account = makeAccount(deps, username, request.name);
  const registration: ChallengeRegistration = {
    by: 'client',
    userId: newUuid(deps.random),
    webauthnUserId: account.webauthnUserId,
    username,
    ...(account.name !== undefined && { name: account.name }),
  };
  return { account, bound: { registration, interactionId: open.interaction.id } };
}

function beginBySession(deps: Deps, active: ActiveSession | undefined): EnrolmentBeginning {
  if (active === undefined) throw authenticationRequired('Please sign in first.');
  const { session, user } = active;
  requireRecentAuthentication(deps, session);
  // Checked again when the passkey is listed; here, before the authenticator creates one.
  if (user.passkeyIds.length >= MAX_PASSKEYS) throw tooManyPasskeys();
  return { account: user, bound: { registration: { by: 'session', userId: user.id, sessionId: session.id } } };
}

async function isTaken(deps: Deps, username: string): Promise<boolean> {
  return (await deps.store.users.findByUsername(username)) !== undefined;
}

/** The user handle is 64 random bytes and contains no personal data (§14.6.1). */
function makeAccount(deps: Deps, username: string, name: string | undefined): EnrolmentBeginning['account'] {
  return {
    webauthnUserId: Buffer.from(deps.random.bytes(64)).toString('base64url'),
    username,
    name: cleanName(name, MAX_NAME_LENGTH),
    passkeyIds: [],
  };
}

async function credentialsToExclude(deps: Deps, passkeyIds: readonly string[]) {
  const passkeys = await deps.store.passkeys.findMany(passkeyIds);
  return passkeys
    .filter(({ rpId }) => rpId === deps.config.rpId)
    .map(({ id, transports }) => ({ id, type: 'public-key', transports: [...transports] }));
}
