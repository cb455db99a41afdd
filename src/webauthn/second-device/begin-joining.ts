import { type ActiveSession, MAX_AGENT_LENGTH } from '../../access/sessions/session.js';
import { commitPlan } from '../../model/change-record.js';
import { type Change, update } from '../../model/change-set.js';
import type { Caller, Deps, Random } from '../../model/deps.js';
import { enrolmentInvalid, signedInAsAnother, tooManyPasskeys } from '../ceremony/ceremony-errors.js';
import type { EnrolmentBeginning } from '../enrolment/enrol.js';
import { isForUser } from '../enrolment/enrolment-code.js';
import { MAX_PASSKEYS } from '../passkeys/list-passkey.js';
import { checkOpen, findDeviceLink, type OpenDeviceLink } from './device-link.js';

/** The browser that uses a link, and its session if it has one. */
export interface JoiningBrowser {
  readonly browserHash: string;
  readonly active: ActiveSession | undefined;
  readonly caller: Caller;
}

/**
 * Begins the registration of a passkey on another device. The first browser that begins keeps the link: no other browser
 * can use it. The browser may begin again, because the user may cancel the ceremony.
 *
 * @throws CeremonyError `enrolment_invalid`, `signed_in_as_another`, `too_many_passkeys`
 */
export async function beginJoining(deps: Deps, code: string, browser: JoiningBrowser): Promise<EnrolmentBeginning> {
  return commitPlan(deps.store, async () => {
    const { link, user } = await openFor(deps, code, browser);
    const { id: linkId, generation } = link;
    const registration = { by: 'device', userId: user.id, linkId, generation } as const;
    const changes = link.device === undefined ? claim(deps, link, browser) : [];
    return { changes, result: { account: user, bound: { registration } } };
  });
}

async function openFor(
  deps: Deps,
  code: string,
  { browserHash, active }: JoiningBrowser,
): Promise<Pick<OpenDeviceLink, 'link' | 'user'>> {
  const { link, user } = await checkOpen(deps, await findDeviceLink(deps, code));
  if (!isForUser(link, active?.user)) throw signedInAsAnother();
  if (link.device !== undefined && link.device.browserHash !== browserHash)
    throw enrolmentInvalid('device link of another device');
  if (link.passkey !== undefined) throw enrolmentInvalid('device link with a passkey');
  if (user.passkeyIds.length >= MAX_PASSKEYS) throw tooManyPasskeys();
  return { link, user };
}

/** Returns the changes with which the browser becomes the only one that can use the link. */
function claim(deps: Deps, link: OpenDeviceLink['link'], { browserHash, caller }: JoiningBrowser): readonly Change[] {
  const { ipAddress, userAgent } = caller;
  const device = {
    browserHash,
    number: newNumber(deps.random),
    ipAddress,
    userAgent: userAgent?.slice(0, MAX_AGENT_LENGTH),
  };
  const event = deps.audit.insertion({
    type: 'DEVICE_LINK_USED',
    userId: link.userId,
    sessionId: link.sessionId,
    resource: 'deviceLink',
    resourceId: link.id,
    ipAddress,
  });
  return [update('deviceLinks', link, { device }), event];
}

/** A random number from 10 to 99, so that it always has two digits. */
function newNumber(random: Random): string {
  return String(10 + (Buffer.from(random.bytes(4)).readUInt32BE() % 90));
}
