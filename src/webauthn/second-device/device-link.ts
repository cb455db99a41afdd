/**
 * This folder lets a signed-in user add a passkey of another device with a link. The new device creates its passkey, which
 * waits in the record of the link until the user types the number of the device where the link was made. Why it is so is
 * explained in docs/decisions/second-device.md. To understand this folder, read this file first, then
 * `create-device-link.ts`, `begin-joining.ts`, `enrol-by-device-link.ts` and `confirm-device.ts`, in this order.
 */
import { isActive } from '../../access/sessions/session.js';
import { handleText, readHandle, sha256 } from '../../keys/secrets.js';
import type { Session } from '../../model/access/session.js';
import type { Deps } from '../../model/deps.js';
import type { DeviceLink } from '../../model/passkeys/device-link.js';
import type { User } from '../../model/people/user.js';
import { hasPassed } from '../../model/time.js';
import { enrolmentInvalid } from '../ceremony/ceremony-errors.js';

const PURPOSE = 'second device';

/** The id of the only link that a session can have. */
export function deviceLinkId({ id }: Pick<Session, 'id'>): string {
  return sha256(JSON.stringify(['device link', id]));
}

/** Returns the code in the URL of the link. It can be computed again, so that the page can show the link again. */
export function deviceLinkCode({ keys }: Pick<Deps, 'keys'>, link: Pick<DeviceLink, 'id' | 'generation'>): string {
  return handleText({ id: link.id, secret: keys.linkCode(PURPOSE, identityOf(link)) });
}

function identityOf({ id, generation }: Pick<DeviceLink, 'id' | 'generation'>): string {
  return JSON.stringify([id, generation]);
}

/** A link that can still be used, with its user and the session in which it was made. */
export interface OpenDeviceLink {
  readonly link: DeviceLink;
  readonly session: Session;
  readonly user: User;
}

/**
 * Finds the link for the code in a URL, whether or not it can still be used.
 *
 * @throws CeremonyError `enrolment_invalid` if the code is wrong or the link has expired
 */
export async function findDeviceLink(deps: Deps, code: string): Promise<DeviceLink> {
  const handle = readHandle(code);
  const link = handle && (await deps.store.deviceLinks.find(handle.id));
  if (handle === undefined || link === undefined) throw enrolmentInvalid('unknown device link');
  if (!deps.keys.isLinkCode(PURPOSE, identityOf(link), handle.secret))
    throw enrolmentInvalid('secret of the device link');
  if (hasPassed(link.expiresAt, deps.clock.now())) throw enrolmentInvalid('expired device link');
  return link;
}

/** @throws CeremonyError `enrolment_invalid` if the link cannot be used any more */
export async function checkOpen(deps: Deps, link: DeviceLink | undefined): Promise<OpenDeviceLink> {
  const open = link && (await findOpen(deps, link));
  if (open === undefined) throw enrolmentInvalid('device link');
  return open;
}

/**
 * Returns the link with its session and user if it can still be used. It is void once its session has ended, its user is
 * disabled, or an epoch of the user was raised, for example by a recovery.
 */
export async function findOpen(deps: Deps, link: DeviceLink): Promise<OpenDeviceLink | undefined> {
  if (link.outcome !== undefined || hasPassed(link.expiresAt, deps.clock.now())) return undefined;
  const [session, user] = await Promise.all([
    deps.store.sessions.find(link.sessionId),
    deps.store.users.find(link.userId),
  ]);
  if (session === undefined || user === undefined) return undefined;
  return isMadeIn(link, session) && isActive(deps, session, user) && isLinkOf(link, user)
    ? { link, session, user }
    : undefined;
}

/** Whether the session is still that in which the link was made. A recovery renews the session with another epoch. */
function isMadeIn(link: DeviceLink, session: Session): boolean {
  return session.id === link.sessionId && session.userId === link.userId && session.sessionEpoch === link.sessionEpoch;
}

/** Whether no epoch of the user was raised since the link was made. */
export function isLinkOf(link: DeviceLink, user: User): boolean {
  return (
    user.enabled &&
    user.id === link.userId &&
    user.sessionEpoch === link.sessionEpoch &&
    user.enrolmentEpoch === link.enrolmentEpoch
  );
}
