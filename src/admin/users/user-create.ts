import { hasPermission } from '../../access/administration/admin-permissions.js';
import { makeMembership } from '../../access/administration/make-membership.js';
import { claimVerifiedEmail } from '../../access/names/claim-email.js';
import { claimUsername } from '../../access/names/claim-username.js';
import { isSubjectReserved, reserveSubject } from '../../access/names/reserved-names.js';
import { newOrderedId, newUuid } from '../../keys/secrets.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import { type Change, insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { Group } from '../../model/people/group.js';
import type { User } from '../../model/people/user.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverGroup, checkStrengthOverUser } from '../authorization.js';
import { notFound, parseInput } from '../input-parser.js';
import { planPictureChange } from '../pictures/picture-change.js';
import { eventOf } from '../record-change.js';
import { checkJoining } from '../roles/role-guard.js';
import { checkComputedClaims } from '../scopes/computed-claims.js';
import { type IssuedEnrolmentLink, planEnrolmentLink } from './enrolment-link-issue.js';
import { type CreateUserInput, createUserInput } from './user-input.js';
import { EMPTY_PROFILE, fieldsOfProfile } from './user-profile.js';

/**
 * The length of a user handle in bytes. WebAuthn Level 3 §14.6.1: the handle must not contain personal data, so it is
 * random.
 */
const USER_HANDLE_BYTES = 64;

/** A user who was created, and the link with which the user registers the first passkey. */
export interface CreatedUser {
  readonly user: User;
  readonly enrolmentLink: IssuedEnrolmentLink | undefined;
}

/** Creates a user and, if the input requests it, a link with which the user registers the first passkey. */
export function createUser(deps: Deps, caller: AdminCaller, input: CreateUserInput): Promise<CreatedUser> {
  return commitPlan(deps.store, () => planUserCreation(deps, caller, input));
}

export async function planUserCreation(
  deps: Deps,
  caller: AdminCaller,
  input: CreateUserInput,
): Promise<Plan<CreatedUser>> {
  checkPermission(caller, 'users:write');
  const { groupIds, enrolmentLink, username, subject, ...given } = parseInput(createUserInput, input);
  checkStrengthOverUser(caller, { adminRole: given.adminRole ?? undefined }, 'adminRole');
  const imported = subject ?? undefined;
  if (imported !== undefined) await checkImport(deps, caller, imported);
  await checkComputedClaims(deps, Object.keys(given.claims ?? {}));
  const groups = await getGroups(deps, caller, groupIds ?? []);
  for (const group of groups) await checkJoining(deps, caller, group, 'NEW_USER');
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value != null));
  const now = deps.clock.now();
  const user: User = {
    ...fieldsOfProfile({ ...EMPTY_PROFILE, ...chosen, username }),
    id: imported ?? newUuid(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    enabled: true,
    webauthnUserId: Buffer.from(deps.random.bytes(USER_HANDLE_BYTES)).toString('base64url'),
    passkeyIds: [],
    recoveryCodeHashes: [],
    grantEpoch: 0,
    sessionEpoch: 0,
    enrolmentEpoch: 0,
    keyEpoch: 0,
    origin: imported === undefined ? 'ADMINISTRATION' : 'IMPORT',
    createdAt: now,
    updatedAt: now,
  };
  const event = eventOf(deps, caller, {
    type: 'CREATED',
    resource: 'user',
    resourceId: user.id,
    userId: user.id,
    detail: {
      username,
      adminRole: user.adminRole ?? null,
      groupIds: groups.map(({ id }) => id),
      ...(imported !== undefined && { importedSubject: true }),
    },
  });
  const link = enrolmentLink === true ? planEnrolmentLink(deps, caller, user) : undefined;
  const claim = await claimUsername(deps, username);
  if (claim === undefined) throw usernameTaken();
  const isVerified = user.email_verified && user.email !== undefined;
  const changes = [
    claim,
    ...(isVerified ? await claimEmailOf(deps, user.email, user.id) : []),
    ...(await planPictureChange(deps, { field: 'picture', after: user.picture })),
    reserveSubject(deps, user.id),
    insertion('users', user),
    ...groups.map((group) => insertion('memberships', makeMembership(deps, group, user.id))),
    event,
    ...(link?.changes ?? []),
  ];
  return { changes, result: { user, enrolmentLink: link?.result } };
}

/**
 * Only owners and keys with every permission import subjects, because a client recognizes a user by the subject: who
 * chooses it decides whose account the user gets there.
 */
async function checkImport(deps: Deps, caller: AdminCaller, subject: string): Promise<void> {
  if (!hasPermission(caller.permissions, '*')) {
    throw new AdminError(
      'FORBIDDEN',
      'Only an owner, or an API key with the permission *, can choose the subject of a user. Leave out subject to get a random one.',
      'subject',
    );
  }
  if (await isSubjectReserved(deps, subject)) {
    throw new AdminError(
      'ALREADY_EXISTS',
      'This subject is or was the id of another user or of a client, so it cannot be given again. Choose a different subject.',
      'subject',
    );
  }
}

/** Returns the changes that claim a verified address for a user. Throws if another user has it and `uniqueEmails` is on. */
export async function claimEmailOf(deps: Deps, email: string, userId: string): Promise<Change[]> {
  const claim = await claimVerifiedEmail(deps, email, userId);
  if (claim !== undefined) return claim;
  throw new AdminError(
    'ALREADY_EXISTS',
    'Another user already has this verified e-mail address, and the setting uniqueEmails permits only one. Choose a different address, or leave it unverified.',
    'email',
  );
}

export function usernameTaken(): AdminError {
  return new AdminError(
    'ALREADY_EXISTS',
    'Another user already has this username, or one that looks the same in another alphabet. Choose a different username.',
    'username',
  );
}

async function getGroups(deps: Deps, caller: AdminCaller, ids: readonly string[]): Promise<Group[]> {
  if (ids.length > 0) checkPermission(caller, 'groups:write');
  return Promise.all(
    ids.map(async (id, index) => {
      const group = await deps.store.groups.find(id);
      if (group === undefined) throw notFound('group', `groupIds.${index}`);
      await checkStrengthOverGroup(deps, caller, group, `groupIds.${index}`);
      return group;
    }),
  );
}
