import { handleText, newSecret, newUuid, sha256 } from '../../keys/secrets.js';
import type { Plan } from '../../model/change-record.js';
import { insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import { secondsAfter } from '../../model/time.js';
import type { AdminCaller } from '../admin-caller.js';
import { eventOf } from '../record-change.js';

/**
 * A new link with which a user registers a passkey. The URL is shown only once, because only a hash of its code is
 * stored.
 */
export interface IssuedEnrolmentLink {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: Date;
}

const LIFETIME_SECONDS = 3600;

/**
 * Creates a link with which a user registers a passkey. Does not check the caller's permissions, which the calling
 * function must have done. Only a hash of the link's code is stored.
 */
export async function issueEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  user: User,
  lifetime?: number,
): Promise<IssuedEnrolmentLink> {
  const { changes, result } = planEnrolmentLink(deps, caller, user, lifetime);
  if (!(await deps.store.commit(changes))) throw new Error('The enrolment link could not be stored. This is a bug.');
  return result;
}

/** Returns the changes that create an enrolment link, and the link. */
export function planEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  { id: userId, adminRole, enrolmentEpoch }: User,
  lifetime = LIFETIME_SECONDS,
  mailedTo?: string,
): Plan<IssuedEnrolmentLink> {
  const id = newUuid(deps.random);
  const secret = newSecret(deps.random);
  const createdAt = deps.clock.now();
  const expiresAt = secondsAfter(createdAt, lifetime);
  const { maker } = caller;
  const link = {
    id,
    secretHash: sha256(secret),
    userId,
    firstOwner: false,
    adminRole,
    enrolmentEpoch,
    mailedTo,
    maker,
  };
  const event = eventOf(deps, caller, {
    type: 'ENROLMENT_LINK_CREATED',
    resource: 'enrolmentLink',
    resourceId: id,
    userId,
    detail: { expiresAt: expiresAt.toISOString(), mailed: mailedTo !== undefined },
  });
  return {
    changes: [insertion('enrolmentLinks', { ...link, createdAt, expiresAt }), event],
    result: { id, url: enrolmentUrl(deps, handleText({ id, secret })), expiresAt },
  };
}

export function enrolmentUrl({ config }: Deps, code: string): string {
  return `${config.issuer}/enroll/${code}`;
}
