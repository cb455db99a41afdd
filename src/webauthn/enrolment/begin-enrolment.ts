import { findInteraction } from '../../access/interaction/interaction.js';
import { isUsernameReserved } from '../../access/names/reserved-names.js';
import { isUsernameTaken } from '../../access/names/username-taken.js';
import { countAccountChange } from '../../access/sessions/account-changes.js';
import { authenticationRequired, checkRecentAuthentication } from '../../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import { newUuid } from '../../keys/secrets.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { ChallengeRegistration } from '../../model/passkeys/challenge.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { User } from '../../model/people/user.js';
import {
  enrolmentInvalid,
  interactionExpired,
  registrationDisabled,
  signedInAsAnother,
  tooManyPasskeys,
  usernameReserved,
  usernameTaken,
} from '../ceremony/ceremony-errors.js';
import {
  type ClientRegistrationRequest,
  cleanName,
  type EnrolmentRequest,
  type InvitationRequest,
  parseEmail,
  parseRegistrationRequest,
  parseUsername,
  type SessionRequest,
} from '../ceremony/registration-request.js';
import { openInvitation } from '../invitations/invitation-code.js';
import { parseInvitedEmail } from '../invitations/invited-email.js';
import { MAX_PASSKEYS } from '../passkeys/list-passkey.js';
import { anotherOwnerName, FIRST_OWNER } from '../passkeys/owner-name.js';
import { beginJoining } from '../second-device/begin-joining.js';
import { beginRecovery } from './begin-recovery.js';
import type { EnrolmentBeginning } from './enrol.js';
import { isForUser, isLinkGoodFor, openEnrolmentLink } from './enrolment-code.js';
import { checkRegistrations } from './registration-limit.js';

const MAX_NAME_LENGTH = 128;

export interface RegistrationBeginning {
  /** The SHA-256 hash of the browser cookie. The challenge is valid only in the browser that has this cookie. */
  readonly browserHash: string;
  /** The body of the request. It has not been checked yet. */
  readonly request: unknown;
  readonly activeSession?: ActiveSession | undefined;
  readonly caller: Caller;
}

/**
 * Decides which account gets the passkey. Does not use up the enrolment link or recovery code, because the user may
 * still cancel the ceremony.
 */
export async function beginEnrolment(
  deps: Deps,
  { browserHash, request: body, activeSession, caller }: RegistrationBeginning,
): Promise<EnrolmentBeginning> {
  const request = parseRegistrationRequest(body);
  switch (request.by) {
    case 'enrolment':
      return beginByLink(deps, request, activeSession);
    case 'client':
      await checkRegistrations(deps, caller);
      return beginByClient(deps, browserHash, request);
    case 'invitation':
      return beginByInvitation(deps, request, activeSession);
    case 'device':
      return beginJoining(deps, request.device, { browserHash, active: activeSession, caller });
    case 'recovery':
      return beginRecovery(deps, browserHash, request, caller);
    case 'session':
      return beginBySession(deps, request, { active: activeSession, caller });
  }
}

async function beginByLink(
  deps: Deps,
  request: EnrolmentRequest,
  active: ActiveSession | undefined,
): Promise<EnrolmentBeginning> {
  const link = await openEnrolmentLink(deps, request.enrolment);
  const user = await deps.store.users.find(link.userId);
  if (user !== undefined && !isLinkGoodFor(link, user)) throw enrolmentInvalid('user has changed');
  if (!isForUser(link, active?.user)) throw signedInAsAnother();
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

/**
 * Returns the account for the first owner. If an earlier registration with this link was interrupted, returns
 * the account of that registration, but without its passkey.
 */
async function firstOwnerAccount(
  deps: Deps,
  request: EnrolmentRequest,
  interrupted: User | undefined,
): Promise<EnrolmentBeginning['account']> {
  if (interrupted !== undefined) return { ...interrupted, passkeyIds: [] };
  const chosen = request.username === undefined ? undefined : parseUsername(request.username);
  if (chosen !== undefined && (await isUsernameTaken(deps, chosen))) throw usernameTaken();
  const username = chosen ?? ((await isUsernameTaken(deps, FIRST_OWNER)) ? anotherOwnerName(deps) : FIRST_OWNER);
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
  const email = open.client.askEmail ? { email: parseEmail(request.email) } : {};
  const { account, newUser } = await makeNewAccount(deps, request);
  const registration = { by: 'client', ...newUser, ...email } as const;
  return { account, bound: { registration, interactionId: open.interaction.id } };
}

async function beginByInvitation(
  deps: Deps,
  request: InvitationRequest,
  active: ActiveSession | undefined,
): Promise<EnrolmentBeginning> {
  const { invitation } = await openInvitation(deps, request.invitation);
  if (active !== undefined) throw signedInAsAnother();
  const email = parseInvitedEmail(invitation, request.email);
  const { account, newUser } = await makeNewAccount(deps, request);
  const registration = { by: 'invitation', ...newUser, ...email, invitationId: invitation.id } as const;
  return { account, bound: { registration } };
}

/** Makes the account of a new user with a username that the user chose. The username must be free. */
async function makeNewAccount(deps: Deps, chosen: { readonly username: string; readonly name?: string | undefined }) {
  const username = parseUsername(chosen.username);
  if (await isUsernameTaken(deps, username)) throw usernameTaken();
  if (await isUsernameReserved(deps, username)) throw usernameReserved();
  const account = makeAccount(deps, username, chosen.name);
  const { webauthnUserId, name } = account;
  return {
    account,
    newUser: { userId: newUuid(deps.random), webauthnUserId, username, ...(name !== undefined && { name }) },
  };
}

/**
 * Throws if the account page shows another account than that of the session, because another user has signed in since
 * the page was opened.
 */
async function beginBySession(
  deps: Deps,
  { account }: SessionRequest,
  { active, caller }: { readonly active: ActiveSession | undefined; readonly caller: Caller },
): Promise<EnrolmentBeginning> {
  if (active === undefined) throw authenticationRequired('Please sign in first.');
  const { session, user } = active;
  if (account !== undefined && account !== user.username) throw signedInAsAnother();
  checkRecentAuthentication(deps, session);
  await countAccountChange(deps, active, caller);
  // Refuse here, before the authenticator stores a passkey that the user cannot use. The number of passkeys is checked
  // again when the passkey is added to the user's list.
  if (user.passkeyIds.length >= MAX_PASSKEYS) throw tooManyPasskeys();
  return { account: user, bound: { registration: { by: 'session', userId: user.id, sessionId: session.id } } };
}

/** Makes an account. Its user handle is 64 random bytes and contains no personal data (WebAuthn Level 3 §14.6.1). */
function makeAccount(deps: Deps, username: string, name: string | undefined): EnrolmentBeginning['account'] {
  return {
    webauthnUserId: Buffer.from(deps.random.bytes(64)).toString('base64url'),
    username,
    name: cleanName(name, MAX_NAME_LENGTH),
    passkeyIds: [],
  };
}
