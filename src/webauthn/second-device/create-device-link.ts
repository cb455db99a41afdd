import { checkRecentAuthentication, ownEvent, presentUser } from '../../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import { newSecret } from '../../keys/secrets.js';
import { commitPlan } from '../../model/change-record.js';
import { check, insertion, update } from '../../model/change-set.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { DeviceLink } from '../../model/passkeys/device-link.js';
import { secondsAfter } from '../../model/time.js';
import { tooManyPasskeys } from '../ceremony/ceremony-errors.js';
import { MAX_PASSKEYS } from '../passkeys/list-passkey.js';
import { deviceLinkId } from './device-link.js';

/** Long enough to fetch a phone from another room. */
const LIFETIME_SECONDS = 600;

/**
 * Makes the link with which another device of the user joins the account. It replaces the earlier link of the session. It
 * ends nothing: sessions, keys and enrolment links of the user stay valid.
 *
 * @throws CeremonyError `authentication_required`, `too_many_passkeys`
 */
export async function createDeviceLink(deps: Deps, active: ActiveSession, caller: Caller): Promise<DeviceLink> {
  checkRecentAuthentication(deps, active.session);
  return commitPlan(deps.store, async () => {
    const id = deviceLinkId(active.session);
    const [user, earlier] = await Promise.all([presentUser(deps, active), deps.store.deviceLinks.find(id)]);
    if (user.passkeyIds.length >= MAX_PASSKEYS) throw tooManyPasskeys();
    const createdAt = deps.clock.now();
    const { sessionEpoch, enrolmentEpoch } = user;
    const link: DeviceLink = {
      id,
      version: 1,
      generation: newSecret(deps.random),
      userId: user.id,
      sessionId: active.session.id,
      sessionEpoch,
      enrolmentEpoch,
      createdAt,
      expiresAt: secondsAfter(createdAt, LIFETIME_SECONDS),
    };
    const { id: _, version: __, ...fields } = link;
    const replaced = { ...fields, device: undefined, passkey: undefined, outcome: undefined };
    return {
      changes: [
        earlier === undefined ? insertion('deviceLinks', link) : update('deviceLinks', earlier, replaced),
        check('sessions', { id: active.session.id, endedAt: null, sessionEpoch }),
        ownEvent(deps, active, caller, {
          type: 'DEVICE_LINK_CREATED',
          resource: 'deviceLink',
          resourceId: id,
          detail: { expiresAt: link.expiresAt.toISOString() },
        }),
      ],
      result: link,
    };
  });
}
