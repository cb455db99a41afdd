import { z } from 'zod';
import { endSessionsOfPasskeys } from '../../access/sessions/end-sessions.js';
import { mailLanguage } from '../../mail/plan-mail.js';
import { commitPlan } from '../../model/change-record.js';
import { type Change, checkVersion, deletionIf, recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { User } from '../../model/people/user.js';
import { hasPassed } from '../../model/time.js';
import { isLinkUsable, isMailable } from '../../webauthn/enrolment/enrolment-code.js';
import { changesAfterEnrolment } from '../../webauthn/passkeys/list-passkey.js';
import { passkeysOf, planRemoval } from '../../webauthn/passkeys/remove-passkey.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, invalid, notFound, parseInput } from '../input-parser.js';
import { checkLinkMail, sendLink } from '../mails/link-mail.js';
import { eventOf } from '../record-change.js';
import { type IssuedEnrolmentLink, issueEnrolmentLink, planEnrolmentLink } from './enrolment-link-issue.js';
import { planDeletionCancel } from './planned-deletion.js';
import { removalBy } from './user-passkeys.js';
import { raisedEpochs } from './user-update.js';

/** The default of a link that is mailed, because some people read their mails once a day. */
const MAILED_LIFETIME_SECONDS = 86_400;
const MAX_LIFETIME_SECONDS = 604_800;

const createEnrolmentLinkInput = z.object({
  userId: givenId,
  lifetime: z
    .int()
    .min(1, 'must be at least 1')
    .max(MAX_LIFETIME_SECONDS, `must be at most ${MAX_LIFETIME_SECONDS}`)
    .nullish(),
  mail: z.boolean().nullish(),
  removePasskeys: z.boolean().nullish(),
});

/**
 * Creates a link with which a user registers a passkey. `mail` sends it to the address of a user without a passkey.
 * `removePasskeys` also removes the passkeys that the user has, and ends everything else that gives access to the account.
 */
export async function createEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createEnrolmentLinkInput>,
): Promise<IssuedEnrolmentLink> {
  checkPermission(caller, 'users:write');
  const { userId, lifetime, mail, removePasskeys } = parseInput(createEnrolmentLinkInput, input);
  if (mail === true && removePasskeys === true)
    throw invalid('mail', 'must not be true together with removePasskeys. Give the link to the user in another way');
  const user = await getUserOfLink(deps, caller, userId);
  if (mail === true) return mailEnrolmentLink(deps, caller, user, lifetime ?? MAILED_LIFETIME_SECONDS);
  return removePasskeys === true
    ? replacePasskeys(deps, caller, userId, lifetime ?? undefined)
    : issueEnrolmentLink(deps, caller, user, lifetime ?? undefined);
}

/** Returns the user who gets a link. Throws if the caller may not make a link for the user, or the user could not use it. */
async function getUserOfLink(deps: Deps, caller: AdminCaller, userId: string): Promise<User> {
  const user = await deps.store.users.find(userId);
  if (user === undefined) throw notFound('user', 'userId');
  checkStrengthOverUser(caller, user);
  if (!user.enabled)
    throw new AdminError(
      'CONFLICT',
      'The user is disabled and could not use an enrolment link. Enable the user first.',
      'userId',
    );
  return user;
}

/**
 * Creates a link and removes the passkeys of the user, in one change set: a user never loses them without getting a link.
 * A thief of the passkeys can have made recovery codes, API keys and links with them. With any of these, the thief could
 * take the account back before the user uses the link, so they end too.
 */
async function replacePasskeys(
  deps: Deps,
  caller: AdminCaller,
  userId: string,
  lifetime: number | undefined,
): Promise<IssuedEnrolmentLink> {
  if (caller.maker?.userId === userId) throw ownPasskeys();
  const { link, removedIds } = await commitPlan(deps.store, async () => {
    const user = await getUserOfLink(deps, caller, userId);
    const passkeys = passkeysOf(user, await deps.store.passkeys.findMany(user.passkeyIds));
    // The thief may also have asked for the deletion of the account, and the user cannot sign in to stop it.
    const cancel = await planDeletionCancel(deps, caller, user);
    const further = { ...raisedEpochs(user), recoveryCodeHashes: [], ...cancel.fields };
    const removal = await planRemoval(deps, user, passkeys, { ...removalBy(deps, caller), further });
    const { changes, result: link } = planEnrolmentLink(deps, caller, recordAfter(user, further), lifetime);
    return {
      changes: [...removal, ...codesRemoval(deps, caller, user), ...cancel.changes, ...changes],
      result: { link, removedIds: passkeys.map(({ id }) => id) },
    };
  });
  await endSessionsOfPasskeys(deps, userId, removedIds);
  return link;
}

/** Returns the audit event about the recovery codes that the user loses. */
function codesRemoval(deps: Deps, caller: AdminCaller, { id, recoveryCodeHashes }: User): Change[] {
  if (recoveryCodeHashes.length === 0) return [];
  const about = { resource: 'user', resourceId: id, userId: id };
  return [eventOf(deps, caller, { type: 'UPDATED', ...about, detail: { changed: ['recoveryCodes'] } })];
}

/** A link depends on the permissions of its maker. An owner without a passkey has none. */
function ownPasskeys(): AdminError {
  return new AdminError(
    'CONFLICT',
    'You cannot remove your own passkeys with a link, because the link would depend on permissions that you then lose. Remove single passkeys with deletePasskey, or ask another administrator.',
    'removePasskeys',
  );
}

/**
 * Creates a link and sends it to the user. A mail must never be a way to sign in to an account that is in use, so the user
 * must not have a passkey; the change set fails if the user has got one meanwhile.
 */
async function mailEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  user: User,
  lifetime: number,
): Promise<IssuedEnrolmentLink> {
  const { id: userId, email: recipient, zoneinfo: timeZone } = user;
  if (user.passkeyIds.length > 0) throw hasPasskeys();
  if (recipient === undefined)
    throw new AdminError('CONFLICT', 'The user has no e-mail address. Set `email` with updateUser first.', 'mail');
  if (!isMailable(user)) throw notVerified();
  await checkLinkMail(deps, caller, recipient, 'mail');
  const { changes, result } = planEnrolmentLink(deps, caller, user, lifetime, recipient);
  const addressee = { recipient, userId, language: mailLanguage(user), timeZone };
  const mail = sendLink(deps, { kind: 'ENROLMENT_LINK', ...addressee }, result);
  if (!(await deps.store.commit([checkVersion('users', user), ...changes, mail]))) throw hasChanged();
  return result;
}

function hasPasskeys(): AdminError {
  return new AdminError(
    'CONFLICT',
    'The user has a passkey, so the link cannot be mailed: anyone who reads the mail could take over the account. Create the link without `mail`, and give it to the user in another way.',
    'mail',
  );
}

function notVerified(): AdminError {
  return new AdminError(
    'CONFLICT',
    'The address is not verified, and the account was in use. Set `emailVerified` with updateUser if you know that the address belongs to the user, or create the link without `mail`.',
    'mail',
  );
}

function hasChanged(): AdminError {
  return new AdminError('CONFLICT', 'The user was changed at the same time. Try again.', 'mail');
}

export async function pendingEnrolmentLinks(deps: Deps, user: User): Promise<EnrolmentLink[]> {
  const links = await deps.store.enrolmentLinks.pendingOfUser(user.id, deps.clock.now());
  const usable = await Promise.all(links.map((link) => isLinkUsable(deps, link, user)));
  return links.filter((_, index) => usable[index]);
}

/** Makes the changes of a user who uses an enrolment link or a recovery code. Only tried, to find out what they end. */
export async function tryEnrolment({ store }: Pick<Deps, 'store'>, caller: AdminCaller, userId: string): Promise<void> {
  checkPermission(caller, 'users:write');
  const user = await store.users.find(userId);
  if (user === undefined) throw notFound('user', 'userId');
  checkStrengthOverUser(caller, user);
  await store.commit([update('users', user, changesAfterEnrolment(user))]);
}

const revokeEnrolmentLinkInput = z.object({ id: givenId });

export async function revokeEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeEnrolmentLinkInput>,
): Promise<void> {
  checkPermission(caller, 'users:write');
  const { id } = parseInput(revokeEnrolmentLinkInput, input);
  const link = await deps.store.enrolmentLinks.find(id);
  const absent = () => notFound('enrolment link', 'id');
  if (link === undefined || link.usedAt !== undefined || hasPassed(link.expiresAt, deps.clock.now())) throw absent();
  const user = await deps.store.users.find(link.userId);
  checkStrengthOverUser(caller, user ?? { adminRole: link.adminRole });
  const event = eventOf(deps, caller, {
    type: 'DELETED',
    resource: 'enrolmentLink',
    resourceId: id,
    userId: link.userId,
  });
  if (!(await deps.store.commit([deletionIf('enrolmentLinks', { id, usedAt: null }), event]))) throw absent();
}
