import { changeRecordIf, LOST_RACE, retryLostRaces } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import { enrolmentInvalid, usernameTaken } from '../ceremony/refusal.js';
import { keepPasskey } from '../passkeys/list-passkey.js';
import { anotherOwnerName, FIRST_OWNER } from '../passkeys/owner-name.js';
import { claimOwnership, hasNoOwner } from '../passkeys/owners.js';
import type { Enrol, LinkRegistration } from './enrol.js';
import { newUser } from './new-user.js';

/**
 * The first owner. Passkey and user come first, the owners' record last: it goes from empty to one, once, and so
 * decides between all who try at once. Until then the link is good, and trying again with it completes what a crash
 * left behind. Nobody but the holder of the one passkey on the user's list comes out of it signed in.
 */
export const enrolFirstOwner: Enrol<'enrolment'> = async (deps, registration, { passkey }) => {
  await keepPasskey(deps, passkey);
  const seated = await takeSeat(deps, registration, passkey);
  const owner = seated && (await claimOwnership(deps, seated)) ? await holdSeat(deps, seated, passkey) : undefined;
  if (owner === undefined) {
    await clear(deps, seated, passkey);
    throw enrolmentInvalid('somebody else was first');
  }
  // It is void already; this takes it off the list of links that are open.
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
 * The link's user, with this passkey alone. One that an earlier attempt left behind is taken over, as long as there
 * is no owner: read after the user, so that whoever becomes owner in between has changed what the write compares.
 */
function takeSeat(deps: Deps, registration: LinkRegistration, passkey: Passkey): Promise<User | undefined> {
  return retryLostRaces(async () => {
    const present = await deps.store.users.find(registration.userId);
    if (!(await hasNoOwner(deps))) return undefined;
    if (present === undefined) return (await makeOwner(deps, registration, passkey)) ?? LOST_RACE;
    if (!present.enabled || present.adminRole !== 'OWNER') return undefined;
    const { webauthnUserId } = registration;
    const changes = { webauthnUserId, passkeyIds: [passkey.id], updatedAt: deps.clock.now() };
    return (await deps.store.users.update(present, changes)) ?? LOST_RACE;
  });
}

/** `undefined` where another browser made the same user meanwhile, or made and cleared it. */
async function makeOwner(deps: Deps, registration: LinkRegistration, passkey: Passkey): Promise<User | undefined> {
  const { userId: id, webauthnUserId, username, name } = registration;
  const user = newUser(deps, { id, webauthnUserId, username, name, adminRole: 'OWNER', passkeyIds: [passkey.id] });
  if (await deps.store.users.insert(user)) return user;
  const holder = await deps.store.users.findByUsername(username);
  if (holder === undefined || holder.id === id) return undefined;
  if (username !== FIRST_OWNER) {
    await clear(deps, undefined, passkey);
    throw usernameTaken();
  }
  return makeOwner(deps, { ...registration, username: anotherOwnerName(deps) }, passkey);
}

/**
 * After the claim the user is written once more, so that no takeover that began before it can still succeed: the
 * seat is held by whoever's passkey is on the list then.
 */
async function holdSeat(deps: Deps, user: User, passkey: Passkey): Promise<User | undefined> {
  const held = await changeRecordIf(deps.store.users, user.id, ({ passkeyIds }) =>
    passkeyIds.includes(passkey.id) ? { updatedAt: deps.clock.now() } : undefined,
  );
  return held?.after;
}

/** Takes back what a loser wrote; a user whom another browser took over meanwhile stays theirs. */
async function clear(deps: Deps, user: User | undefined, passkey: Passkey): Promise<void> {
  if (user !== undefined) await deps.store.users.deleteVersion(user);
  await deps.store.passkeys.delete(passkey.id);
}
