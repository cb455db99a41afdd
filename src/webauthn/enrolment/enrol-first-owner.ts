import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { NO_PASSKEYS, withPasskey } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { enrolmentInvalid, usernameTaken } from '../ceremony/ceremony-errors.js';
import { isRefusal, storePasskey } from '../passkeys/list-passkey.js';
import { anotherOwnerName, FIRST_OWNER } from '../passkeys/owner-name.js';
import { claimOwnership, hasNoOwner } from '../passkeys/owners.js';
import type { Enrol, LinkRegistration } from './enrol.js';
import { makeUser } from './make-user.js';

/**
 * Registers the first owner. The user and the passkey are stored first. Then the user is written to the record of the
 * owners, which succeeds only for the first of several parallel attempts. If the server crashes before, the link still
 * works.
 */
export const enrolFirstOwner: Enrol<'enrolment'> = async (deps, registration, { passkey }) => {
  await storePasskey(deps, passkey);
  const seated = await takeSeat(deps, registration, passkey).catch(async (error: unknown) => {
    if (isRefusal(error)) await deps.store.passkeys.delete(passkey.id);
    throw error;
  });
  const owner = (await claimOwnership(deps, seated)) ? await confirmSeat(deps, seated, passkey) : undefined;
  if (owner === undefined) {
    // If another browser with the same link has changed the user since, the user's version differs, so the user is not
    // deleted here.
    await deps.store.users.deleteVersion(seated);
    await deps.store.passkeys.delete(passkey.id);
    throw anotherIsFirst();
  }
  // The link is already invalid, because the server has an owner. Marking it as used removes it from the list of open
  // links.
  await deps.store.enrolmentLinks.use(registration.linkId, deps.clock.now());
  return {
    user: owner,
    events: [
      { type: 'CREATED', resource: 'user', resourceId: owner.id },
      { type: 'ENROLMENT_LINK_USED', resource: 'enrolmentLink', resourceId: registration.linkId },
    ],
  };
};

/**
 * Creates the user of the link, or changes the user that an interrupted or parallel attempt has created. The new
 * passkey becomes the user's only passkey.
 */
async function takeSeat(deps: Deps, registration: LinkRegistration, passkey: Passkey): Promise<User> {
  const existing = await deps.store.users.find(registration.userId);
  if (!(await hasNoOwner(deps))) throw anotherIsFirst();
  const created = existing === undefined ? await createOwner(deps, registration, passkey) : undefined;
  if (created !== undefined) return created;
  const { after } = await changeRecord(deps.store.users, registration.userId, anotherIsFirst, async (user) => {
    // The owners are read after the user. If a parallel attempt makes the user an owner between the two reads, it also
    // changes the user's version, so the write here fails.
    if (!(await hasNoOwner(deps)) || !user.enabled || user.adminRole !== 'OWNER') throw anotherIsFirst();
    return {
      webauthnUserId: registration.webauthnUserId,
      ...withPasskey(NO_PASSKEYS, passkey),
      updatedAt: deps.clock.now(),
    };
  });
  return after;
}

/** Returns `undefined` if another browser has already created the user of this link. */
async function createOwner(deps: Deps, registration: LinkRegistration, passkey: Passkey): Promise<User | undefined> {
  const { userId: id, webauthnUserId, username, name } = registration;
  const user = makeUser(deps, {
    id,
    webauthnUserId,
    username,
    name,
    origin: 'FIRST_OWNER',
    adminRole: 'OWNER',
    ...withPasskey(NO_PASSKEYS, passkey),
  });
  if (await deps.store.users.insert(user)) return user;
  const holder = await deps.store.users.findByUsername(username);
  if (holder === undefined || holder.id === id) return undefined;
  if (username !== FIRST_OWNER) throw usernameTaken();
  return createOwner(deps, { ...registration, username: anotherOwnerName(deps) }, passkey);
}

/**
 * Writes the user again after the user has become the owner, so that the write of a parallel attempt, which read the
 * user before, fails. Returns `undefined` if the parallel attempt wrote first, because the user then has the passkey of
 * that attempt.
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
