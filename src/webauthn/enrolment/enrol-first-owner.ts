import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import { enrolmentInvalid, usernameTaken } from '../ceremony/ceremony-errors.js';
import { isRefusal, storePasskey } from '../passkeys/list-passkey.js';
import { anotherOwnerName, FIRST_OWNER } from '../passkeys/owner-name.js';
import { claimOwnership, hasNoOwner } from '../passkeys/owners.js';
import type { Enrol, LinkRegistration } from './enrol.js';
import { makeUser } from './make-user.js';

/**
 * The first owner. Passkey and user are written first; the claim of the owners' record decides between parallel attempts.
 * Until then, the same link completes what a crash interrupted. Only the browser whose passkey is listed is signed in.
 */
export const enrolFirstOwner: Enrol<'enrolment'> = async (deps, registration, { passkey }) => {
  await storePasskey(deps, passkey);
  const seated = await takeSeat(deps, registration, passkey).catch(async (error: unknown) => {
    if (isRefusal(error)) await deps.store.passkeys.delete(passkey.id);
    throw error;
  });
  const owner = (await claimOwnership(deps, seated)) ? await confirmSeat(deps, seated, passkey) : undefined;
  if (owner === undefined) {
    // Another browser may have taken over the user. Then the version differs and the user stays.
    await deps.store.users.deleteVersion(seated);
    await deps.store.passkeys.delete(passkey.id);
    throw anotherIsFirst();
  }
  // The link is invalid by now. This removes it from the list of open links.
  await deps.store.enrolmentLinks.use(registration.linkId, deps.clock.now());
  return {
    user: owner,
    events: [
      { type: 'CREATED', resource: 'user', resourceId: owner.id },
      { type: 'ENROLMENT_LINK_USED', resource: 'enrolmentLink', resourceId: registration.linkId },
    ],
  };
};

/** The link's user with this passkey alone: a new user, or the user of an interrupted or parallel attempt. */
async function takeSeat(deps: Deps, registration: LinkRegistration, passkey: Passkey): Promise<User> {
  const existing = await deps.store.users.find(registration.userId);
  if (!(await hasNoOwner(deps))) throw anotherIsFirst();
  const created = existing === undefined ? await createOwner(deps, registration, passkey) : undefined;
  if (created !== undefined) return created;
  const { after } = await changeRecord(deps.store.users, registration.userId, anotherIsFirst, async (user) => {
    // Read after the user: a user who becomes the owner in between has another version, and this write fails.
    if (!(await hasNoOwner(deps)) || !user.enabled || user.adminRole !== 'OWNER') throw anotherIsFirst();
    return {
      webauthnUserId: registration.webauthnUserId,
      passkeyIds: [passkey.id],
      updatedAt: deps.clock.now(),
    };
  });
  return after;
}

/** `undefined` if another browser has created the same user in the meantime. */
async function createOwner(deps: Deps, registration: LinkRegistration, passkey: Passkey): Promise<User | undefined> {
  const { userId: id, webauthnUserId, username, name } = registration;
  const user = makeUser(deps, { id, webauthnUserId, username, name, adminRole: 'OWNER', passkeyIds: [passkey.id] });
  if (await deps.store.users.insert(user)) return user;
  const holder = await deps.store.users.findByUsername(username);
  if (holder === undefined || holder.id === id) return undefined;
  if (username !== FIRST_OWNER) throw usernameTaken();
  return createOwner(deps, { ...registration, username: anotherOwnerName(deps) }, passkey);
}

/**
 * Writes the user once more after the claim, so that a takeover which began before the claim fails. `undefined` if a
 * takeover was faster: then that browser's passkey is on the list.
 */
async function confirmSeat(deps: Deps, { id }: User, passkey: Passkey): Promise<User | undefined> {
  const { after } = await changeRecord(deps.store.users, id, anotherIsFirst, ({ passkeyIds }) =>
    passkeyIds.includes(passkey.id) ? { updatedAt: deps.clock.now() } : undefined,
  );
  return after.passkeyIds.includes(passkey.id) ? after : undefined;
}

function anotherIsFirst() {
  return enrolmentInvalid('another user is the first owner');
}
