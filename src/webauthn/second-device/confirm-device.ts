import { checkStillSignedIn, notFound, ownEvent } from '../../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import { occurrence, planNotice } from '../../mail/notices.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import { type Change, check, update } from '../../model/change-set.js';
import type { Caller, Deps } from '../../model/deps.js';
import type { DeviceLink, DeviceLinkOutcome, JoiningDevice, PendingPasskey } from '../../model/passkeys/device-link.js';
import { tooManyPasskeys } from '../ceremony/ceremony-errors.js';
import { MAX_PASSKEYS, planListing } from '../passkeys/list-passkey.js';
import { changeOfPresentOwner } from '../passkeys/owners.js';
import { deviceLinkId, findOpen, isLinkOf } from './device-link.js';

/**
 * Registers the passkey of the other device if `typed` is the number that this device shows. A wrong number ends the link,
 * because the user may be looking at another device than the one that used the link. Returns how the link ended.
 *
 * @throws CeremonyError `not_found` if no device waits, `authentication_required`, `too_many_passkeys`
 */
export function confirmDevice(
  deps: Deps,
  active: ActiveSession,
  typed: string,
  { browserHash, ...caller }: Caller & { readonly browserHash?: string | undefined },
): Promise<DeviceLinkOutcome> {
  return commitPlan(deps.store, async () => {
    const link = await findOwn(deps, active);
    const { device, passkey } = link;
    if (device === undefined || passkey === undefined) throw notFound('device that waits');
    if (typed.trim() !== device.number) return planRefusal(deps, active, link, caller, 'WRONG_NUMBER');
    return planConfirmation(deps, active, { link, device, passkey, browserHash }, caller);
  });
}

/** Ends the link of the session, and refuses the device that used it. */
export async function refuseDevice(deps: Deps, active: ActiveSession, caller: Caller): Promise<void> {
  await commitPlan(deps.store, async () => {
    const link = await findOwn(deps, active);
    return planRefusal(deps, active, link, caller, 'REFUSED');
  });
}

async function findOwn(deps: Deps, { session }: ActiveSession): Promise<DeviceLink> {
  const link = await deps.store.deviceLinks.find(deviceLinkId(session));
  const open = link && (await findOpen(deps, link));
  if (open === undefined) throw notFound('device link');
  return open.link;
}

function planRefusal(
  deps: Deps,
  active: ActiveSession,
  link: DeviceLink,
  caller: Caller,
  outcome: 'REFUSED' | 'WRONG_NUMBER',
): Plan<DeviceLinkOutcome> {
  const event = ownEvent(deps, active, caller, {
    type: 'DEVICE_LINK_REFUSED',
    resource: 'deviceLink',
    resourceId: link.id,
    detail: { reason: outcome === 'REFUSED' ? 'user' : 'number' },
  });
  return { changes: [update('deviceLinks', link, { outcome }), event], result: outcome };
}

interface Waiting {
  readonly link: DeviceLink;
  readonly device: JoiningDevice;
  readonly passkey: PendingPasskey;
  /** The browser in which the user confirms the device. */
  readonly browserHash: string | undefined;
}

async function planConfirmation(
  deps: Deps,
  active: ActiveSession,
  { link, device, passkey, browserHash }: Waiting,
  caller: Caller,
): Promise<Plan<DeviceLinkOutcome>> {
  const { changes, result } = await planListing(
    deps,
    { ...passkey, createdAt: deps.clock.now() },
    {
      absent: () => notFound('device link'),
      place: { browserHash, sessionId: active.session.id },
      guard: (user) => {
        checkStillSignedIn(active, user);
        if (!isLinkOf(link, user)) throw notFound('device link');
        if (user.passkeyIds.length >= MAX_PASSKEYS) throw tooManyPasskeys();
        return {};
      },
    },
  );
  const { before, after } = result;
  const added: Change = ownEvent(deps, active, caller, {
    type: 'PASSKEY_ADDED',
    resource: 'passkey',
    resourceId: passkey.id,
    detail: { name: passkey.name, aaguid: passkey.aaguid, deviceAddress: device.ipAddress ?? null },
  });
  // The notice describes the new device, and its link ends the session that confirmed the device.
  const where = occurrence(deps, before, device, active.session);
  return {
    changes: [
      update('deviceLinks', link, { outcome: 'CONFIRMED' }),
      // The session must not have ended meanwhile.
      check('sessions', { id: link.sessionId, endedAt: null, sessionEpoch: link.sessionEpoch }),
      ...changes,
      ...(await changeOfPresentOwner(deps, before, after)),
      added,
      ...(await planNotice(deps, before, { kind: 'PASSKEY_ADDED', passkey: passkey.name, ...where })),
    ],
    result: 'CONFIRMED',
  };
}
