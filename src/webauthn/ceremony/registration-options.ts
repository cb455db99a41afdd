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
import { registeringByRecovery } from '../enrolment/begin-recovery.js';
import type { Registering } from '../enrolment/enrol.js';
import { isLinkGoodFor, openEnrolmentLink } from '../enrolment/enrolment-code.js';
import { MOST_PASSKEYS } from '../passkeys/list-passkey.js';
import { anotherOwnerName, FIRST_OWNER } from '../passkeys/owner-name.js';
import { CEREMONY_TIMEOUT, makeChallenge } from './make-challenge.js';
import {
  enrolmentInvalid,
  interactionExpired,
  registrationDisabled,
  tooManyPasskeys,
  usernameTaken,
} from './refusal.js';
import {
  type ClientRegistrationRequest,
  type EnrolmentRequest,
  readName,
  readRegistrationRequest,
  readUsername,
} from './registration-request.js';

/** Seconds: what the browser grants the person, and a little. */
const LIFETIME = 600;

/** Characters of a person's name. */
const LONGEST_NAME = 128;

export interface RegistrationBeginning {
  /** SHA-256 of the browser cookie. */
  readonly browserHash: string;
  /** `{enrolment, username?, name?}`, `{username, name?, interaction}`, `{username, recoveryCode}` or `{}`, as it came. */
  readonly request: unknown;
  readonly activeSession?: ActiveSession | undefined;
  readonly caller: Caller;
}

/**
 * What a browser needs to make a passkey: for a link's user, a new user of a client, whoever has a recovery code, or
 * whoever is signed in.
 * https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson
 *
 * @throws CeremonyError `invalid_request`, `enrolment_invalid`, `interaction_expired`, `registration_disabled`,
 * `username_invalid`, `username_taken`, `recovery_invalid`, `rate_limited`, `authentication_required`, `too_many_passkeys`
 */
export async function registrationOptions(
  deps: Deps,
  beginning: RegistrationBeginning,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { account, bound } = await registering(deps, beginning);
  const { browserHash } = beginning;
  const challenge = await makeChallenge(deps, { ceremony: 'registration', browserHash, ...bound }, LIFETIME);
  return {
    challenge,
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
    timeout: CEREMONY_TIMEOUT,
    extensions: { credProps: true },
  };
}

async function registering(
  deps: Deps,
  { browserHash, request: body, activeSession, caller }: RegistrationBeginning,
): Promise<Registering> {
  const request = readRegistrationRequest(body);
  switch (request.by) {
    case 'enrolment':
      return registeringByLink(deps, request);
    case 'client':
      return registeringByClient(deps, browserHash, request);
    case 'recovery':
      return registeringByRecovery(deps, browserHash, request, caller);
    case 'session':
      return registeringBySession(deps, activeSession);
  }
}

async function registeringByLink(deps: Deps, request: EnrolmentRequest): Promise<Registering> {
  const link = await openEnrolmentLink(deps, request.enrolment);
  const user = await deps.store.users.find(link.userId);
  if (user !== undefined && !isLinkGoodFor(link, user)) throw enrolmentInvalid('user is not what they were');
  const account = link.firstOwner ? await firstOwner(deps, request, user) : user;
  if (account === undefined) throw enrolmentInvalid('user is gone');
  return { account, bound: { registration: enrolment(link, account) } };
}

function enrolment(link: EnrolmentLink, account: Registering['account']): ChallengeRegistration {
  return {
    by: 'enrolment',
    userId: link.userId,
    webauthnUserId: account.webauthnUserId,
    linkId: link.id,
    username: account.username,
    ...(account.name !== undefined && { name: account.name }),
  };
}

/** The user whom an earlier attempt with this link left behind, with the passkey that is replaced; or a new one. */
async function firstOwner(
  deps: Deps,
  request: EnrolmentRequest,
  leftBehind: User | undefined,
): Promise<Registering['account']> {
  if (leftBehind !== undefined) return { ...leftBehind, passkeyIds: [] };
  const named = request.username === undefined ? undefined : readUsername(request.username);
  if (named !== undefined && (await isTaken(deps, named))) throw usernameTaken();
  const username = named ?? ((await isTaken(deps, FIRST_OWNER)) ? anotherOwnerName(deps) : FIRST_OWNER);
  return newAccount(deps, username, request.name);
}

async function registeringByClient(
  deps: Deps,
  browserHash: string,
  request: ClientRegistrationRequest,
): Promise<Registering> {
  const open = await findInteraction(deps, request.interaction, browserHash);
  if (open === undefined) throw interactionExpired();
  if (!open.client.registrationEnabled) throw registrationDisabled();
  const username = readUsername(request.username);
  if (await isTaken(deps, username)) throw usernameTaken();
  const account = newAccount(deps, username, request.name);
  const registration: ChallengeRegistration = {
    by: 'client',
    userId: newUuid(deps.random),
    webauthnUserId: account.webauthnUserId,
    username,
    ...(account.name !== undefined && { name: account.name }),
  };
  return { account, bound: { registration, interactionId: open.interaction.id } };
}

function registeringBySession(deps: Deps, active: ActiveSession | undefined): Registering {
  if (active === undefined) throw authenticationRequired('Please sign in first.');
  const { session, user } = active;
  requireRecentAuthentication(deps, session);
  // Said before anything is made; the write that lists it says it again.
  if (user.passkeyIds.length >= MOST_PASSKEYS) throw tooManyPasskeys();
  return { account: user, bound: { registration: { by: 'session', userId: user.id, sessionId: session.id } } };
}

async function isTaken(deps: Deps, username: string): Promise<boolean> {
  return (await deps.store.users.findByUsername(username)) !== undefined;
}

/** The user handle is 64 random bytes (§14.6.1: nothing that identifies the user). */
function newAccount(deps: Deps, username: string, name: string | undefined): Registering['account'] {
  return {
    webauthnUserId: Buffer.from(deps.random.bytes(64)).toString('base64url'),
    username,
    name: readName(name, LONGEST_NAME),
    passkeyIds: [],
  };
}

async function credentialsToExclude(deps: Deps, passkeyIds: readonly string[]) {
  const passkeys = await deps.store.passkeys.findMany(passkeyIds);
  return passkeys
    .filter(({ rpId }) => rpId === deps.config.rpId)
    .map(({ id, transports }) => ({ id, type: 'public-key', transports: [...transports] }));
}
