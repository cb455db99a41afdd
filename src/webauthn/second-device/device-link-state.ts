import type { ActiveSession } from '../../access/sessions/session.js';
import type { Deps } from '../../model/deps.js';
import type { DeviceLink, DeviceLinkOutcome } from '../../model/passkeys/device-link.js';
import type { User } from '../../model/people/user.js';
import { enrolmentInvalid } from '../ceremony/ceremony-errors.js';
import { checkOpen, deviceLinkId, findDeviceLink, findOpen } from './device-link.js';

/** `OPEN`: no device has used the link. `USED`: a device creates its passkey. `WAITING`: the device waits for the user. */
type Stage = 'OPEN' | 'USED' | 'WAITING';

/** What the device on which the link was made shows. `NONE`: the session has no link, or the link is void. */
export type OwnLink =
  | { readonly state: 'NONE' }
  | { readonly state: Stage | DeviceLinkOutcome; readonly link: DeviceLink };

export async function readOwnLink(deps: Deps, { session }: ActiveSession): Promise<OwnLink> {
  const link = await deps.store.deviceLinks.find(deviceLinkId(session));
  if (link?.outcome !== undefined) return { state: link.outcome, link };
  const open = link && (await findOpen(deps, link));
  return open === undefined ? { state: 'NONE' } : { state: stageOf(open.link), link: open.link };
}

/** What a browser that opened a link shows. `TAKEN`: another browser uses the link. */
export interface JoiningLink {
  readonly state: Stage | 'CONFIRMED' | 'REFUSED' | 'TAKEN';
  readonly link: DeviceLink;
  readonly user: User;
}

/** @throws CeremonyError `enrolment_invalid` if the code is wrong or the link is void */
export async function readJoiningLink(deps: Deps, code: string, browserHash: string | undefined): Promise<JoiningLink> {
  const link = await findDeviceLink(deps, code);
  const isTaken = link.device !== undefined && link.device.browserHash !== browserHash;
  if (link.outcome === undefined) {
    const { user } = await checkOpen(deps, link);
    return { state: isTaken ? 'TAKEN' : stageOf(link), link, user };
  }
  const user = await deps.store.users.find(link.userId);
  if (user === undefined || isTaken || link.device === undefined) throw enrolmentInvalid('device link has ended');
  return { state: link.outcome === 'CONFIRMED' ? 'CONFIRMED' : 'REFUSED', link, user };
}

function stageOf({ device, passkey }: DeviceLink): Stage {
  if (device === undefined) return 'OPEN';
  return passkey === undefined ? 'USED' : 'WAITING';
}
