import { domainToUnicode } from 'node:url';
import { recordLimitExceeded } from '../access/limit-event.js';
import { claimVerifiedEmail } from '../access/names/claim-email.js';
import { ownEvent, presentUser } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { equalInConstantTime, readHandle, sha256 } from '../keys/secrets.js';
import { accountMark, makeVerificationMail, takeVerificationMail } from '../mail/verification-mail.js';
import { commitPlan, type Plan } from '../model/change-record.js';
import { type Change, recordAfter, update } from '../model/change-set.js';
import type { Caller, Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import type { User } from '../model/people/user.js';
import { hasPassed } from '../model/time.js';
import { planInvitedGroups } from '../webauthn/invitations/invited-groups.js';

/**
 * Sends the user a mail with a link that verifies the e-mail address of the account. Its link replaces those of earlier
 * mails.
 *
 * @throws AdminError `RATE_LIMITED` if the address or the user got too many of these mails, `CONFLICT` if there is no
 * address to verify
 */
export async function requestVerification(deps: Deps, active: ActiveSession, from: Caller): Promise<void> {
  // Without this check, requests that send no mail would use up the limit of the address.
  if (!canVerifyEmail(deps, active.user)) throw nothingToVerify();
  if (!(await takeVerificationMail(deps, active.user))) {
    await recordLimitExceeded(deps, 'verificationMails', active.user.id, {
      actorKind: 'USER',
      actorId: active.user.id,
      userId: active.user.id,
      sessionId: active.session.id,
      ipAddress: from.ipAddress,
    });
    throw new AdminError('RATE_LIMITED', 'Too many verification mails were sent. Wait one hour, then try again.');
  }
  await commitPlan(deps.store, async () => {
    const user = await presentUser(deps, active);
    const { email } = user;
    // The limits were counted for this address.
    if (!canVerifyEmail(deps, user) || email === undefined || email !== active.user.email) throw nothingToVerify();
    const { emailVerification, mail } = makeVerificationMail(deps, user, email);
    const event = ownEvent(deps, active, from, { type: 'EMAIL_VERIFICATION_SENT', ...about(user) });
    return { changes: [update('users', user, { emailVerification }), mail, event], result: undefined };
  });
}

function nothingToVerify(): AdminError {
  return new AdminError('CONFLICT', 'The account has no e-mail address to verify, or it has just changed.');
}

/** Whether the user can ask for a verification mail: the server sends mails, and the address is not verified. */
export function canVerifyEmail({ config }: Pick<Deps, 'config'>, user: User): boolean {
  return config.mail !== undefined && user.email !== undefined && !user.email_verified;
}

/** Why a link does not verify an address. */
export type VerificationProblem = 'other_account' | 'used' | 'expired' | 'changed' | 'taken';

/**
 * Returns the domain of which the user has to verify an address to get the groups of the invitation. Returns `undefined`
 * if the user does not wait for groups.
 */
export async function awaitedDomain({ store }: Pick<Deps, 'store'>, user: User): Promise<string | undefined> {
  if (user.awaitsGroups === undefined || user.invitationId === undefined) return undefined;
  const domain = (await store.invitations.find(user.invitationId))?.emailDomain;
  return domain && domainToUnicode(domain);
}

/** Whether the user joined the groups of an invitation that waited for the address, or the invitation gives none. */
export type InvitedOutcome = 'JOINED' | 'NONE' | undefined;

/**
 * What the link with this code can do in a session: verify an address, or nothing. `undefined` means that the code has
 * the wrong form.
 */
export type VerificationLink =
  | { readonly email: string; readonly groups?: InvitedOutcome }
  | { readonly problem: VerificationProblem }
  | undefined;

/** Reads a link and changes nothing, because programs that check mails open all links. */
export async function readVerificationLink(deps: Deps, { user }: ActiveSession, code: string) {
  return (await planVerification(deps, user, code))?.link;
}

/** Verifies the address with the code of a link. If the link is rejected, that is written to the audit log. */
export async function verifyEmail(
  deps: Deps,
  active: ActiveSession,
  code: string,
  from: Caller,
): Promise<VerificationLink> {
  return commitPlan(deps.store, async (): Promise<Plan<VerificationLink>> => {
    const user = await presentUser(deps, active);
    const planned = await planVerification(deps, user, code);
    if (planned === undefined) return { changes: [], result: undefined };
    const { link, claim } = planned;
    if ('problem' in link) {
      const refused = {
        type: 'EMAIL_VERIFICATION_REFUSED',
        outcome: 'FAILURE',
        detail: { reason: link.problem },
      } as const;
      return { changes: [ownEvent(deps, active, from, { ...refused, ...about(user) })], result: link };
    }
    const verified = { email_verified: true, emailVerification: undefined, updatedAt: deps.clock.now() };
    const invited = await planInvitedGroups(deps, recordAfter(user, verified));
    const events = [{ type: 'EMAIL_VERIFIED', ...about(user) } as const, ...(invited?.events ?? [])];
    return {
      changes: [
        update('users', user, { ...verified, ...invited?.userChanges }),
        ...claim,
        ...(invited?.changes ?? []),
        ...events.map((event) => ownEvent(deps, active, from, event)),
      ],
      result: { ...link, groups: invited && (invited.groupIds.length > 0 ? 'JOINED' : 'NONE') },
    };
  });
}

interface PlannedVerification {
  readonly link: NonNullable<VerificationLink>;
  /** The changes that keep the address from being verified by two users. */
  readonly claim: readonly Change[];
}

async function planVerification(deps: Deps, user: User, code: string): Promise<PlannedVerification | undefined> {
  const handle = readHandle(code);
  if (handle === undefined) return undefined;
  const refused = (problem: VerificationProblem) => ({ link: { problem }, claim: [] });
  if (!equalInConstantTime(handle.id, accountMark(user.id))) return refused('other_account');
  const pending = user.emailVerification;
  if (pending === undefined || !equalInConstantTime(pending.secretHash, sha256(handle.secret))) return refused('used');
  if (hasPassed(new Date(pending.expiresAt), deps.clock.now())) return refused('expired');
  if (user.email !== pending.email) return refused('changed');
  const claim = await claimVerifiedEmail(deps, pending.email, user.id);
  return claim === undefined ? refused('taken') : { link: { email: pending.email }, claim };
}

function about({ id }: User) {
  return { resource: 'user', resourceId: id };
}
