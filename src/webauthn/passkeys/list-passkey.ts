/**
 * This folder manages the passkeys of users and the record of the owners. A passkey is valid only while its user lists
 * it (`passkeyIds`), so each change of this list has a condition on the version of the user's record. An owner is an
 * enabled user with the role `OWNER` and at least one passkey: see `owners.ts`.
 */
import type { Changed, Plan } from '../../model/change-record.js';
import { insertion, recordAfter, update } from '../../model/change-set.js';
import type { AuditEntry, Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { type AccountNews, onlyPasskeys, withNews } from '../../model/people/account-news.js';
import { withPasskey } from '../../model/people/passkey-list.js';
import { NO_DELETION } from '../../model/people/planned-deletion.js';
import type { User } from '../../model/people/user.js';
import type { Changes } from '../../model/record-store.js';
import { invalidCredential } from '../ceremony/ceremony-errors.js';

/**
 * The maximum number of passkeys for a signed-in user who adds a passkey. Enrolment links and recovery codes can exceed
 * it, because a user who is locked out must be able to register a passkey.
 */
export const MAX_PASSKEYS = 20;

/** Throws if a passkey with the same credential id is already registered. */
export async function checkUnregistered(deps: Deps, { id }: Passkey): Promise<void> {
  if ((await deps.store.passkeys.find(id)) !== undefined) throw invalidCredential('credential is registered');
}

export interface Listing {
  /** Makes the error that is thrown if the user does not exist. */
  readonly absent: () => Error;
  /** Throws if the user may not have the passkey. Returns changes of the user to store together with the passkey. */
  readonly guard: (user: User) => Changes<User>;
  /** The browser and session in which the passkey is added, as far as they are known. */
  readonly place: { readonly browserHash?: string | undefined; readonly sessionId?: string | undefined };
}

/**
 * Returns the changes that store a passkey and add it to the user's list. Also returns the user before and after these
 * changes.
 */
export async function planListing(
  deps: Deps,
  passkey: Passkey,
  { absent, guard, place }: Listing,
): Promise<Plan<Changed<User>>> {
  await checkUnregistered(deps, passkey);
  const before = await deps.store.users.find(passkey.userId);
  if (before === undefined) throw absent();
  const guarded = guard(before);
  const changes = {
    ...guarded,
    ...withPasskey(before, passkey),
    ...(before.passkeyIds.length > 0 && { news: withNews(recordAfter(before, guarded), newsOf(passkey, place)) }),
    updatedAt: deps.clock.now(),
  };
  const after = recordAfter(before, changes);
  return {
    changes: [insertion('passkeys', passkey), update('users', before, changes)],
    result: { before, after },
  };
}

/** The user's other browsers say at the next sign-in that the passkey was added. */
function newsOf({ id, name, createdAt }: Passkey, { browserHash, sessionId }: Listing['place']): AccountNews {
  return {
    kind: 'PASSKEY_ADDED',
    at: createdAt.getTime(),
    passkeyId: id,
    passkeyName: name,
    ...(browserHash !== undefined && { browserHash }),
    ...(sessionId !== undefined && { sessionId }),
  };
}

/**
 * Returns the changes of the user after an enrolment by link or recovery code. Each epoch increases by one, which
 * invalidates the user's earlier sessions, grants, API keys and enrolment links, because another person may have these.
 * For the same reason, a deletion of the account that was asked for in an earlier session is cancelled.
 */
export function changesAfterEnrolment(user: User): Changes<User> {
  return {
    sessionEpoch: user.sessionEpoch + 1,
    grantEpoch: user.grantEpoch + 1,
    enrolmentEpoch: user.enrolmentEpoch + 1,
    keyEpoch: (user.keyEpoch ?? 0) + 1,
    // The sessions of new browsers have ended, so the user need not say whose they were.
    ...(user.news !== undefined && { news: onlyPasskeys(user) }),
    ...NO_DELETION,
  };
}

/** Returns the event about the deletion that such an enrolment cancelled, if one was planned. */
export function cancelledDeletion({
  id,
  deletionAt,
}: User): readonly Pick<AuditEntry, 'type' | 'resource' | 'resourceId'>[] {
  return deletionAt === undefined ? [] : [{ type: 'DELETION_CANCELLED', resource: 'user', resourceId: id }];
}

/**
 * Returns the user with the session epoch for the new session. `verifiedAs` is the user as read before the verification.
 * If another request raised the epoch since then, in order to end all sessions, the new session is invalid too.
 */
export function userToSignIn({ before, after }: Changed<User>, verifiedAs: User): User {
  return { ...after, sessionEpoch: verifiedAs.sessionEpoch + after.sessionEpoch - before.sessionEpoch };
}
