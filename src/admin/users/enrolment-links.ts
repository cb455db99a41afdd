import { z } from 'zod';
import { handleText, newSecret, newUuid, sha256 } from '../../keys/secrets.js';
import { mailLanguage } from '../../mail/plan-mail.js';
import type { Plan } from '../../model/change-record.js';
import { checkVersion, deletionIf, insertion, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { User } from '../../model/people/user.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import { isLinkUsable, isMailable } from '../../webauthn/enrolment/enrolment-code.js';
import { changesAfterEnrolment } from '../../webauthn/passkeys/list-passkey.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { checkLinkMail, sendLink } from '../mails/link-mail.js';
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
/** The default of a link that is mailed, because some people read their mails once a day. */
const MAILED_LIFETIME_SECONDS = 86_400;
const MAX_LIFETIME_SECONDS = 604_800;

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

const createEnrolmentLinkInput = z.object({
  userId: givenId,
  lifetime: z
    .int()
    .min(1, 'must be at least 1')
    .max(MAX_LIFETIME_SECONDS, `must be at most ${MAX_LIFETIME_SECONDS}`)
    .nullish(),
  mail: z.boolean().nullish(),
});

/** Creates a link with which a user registers a passkey. `mail` sends it to the address of a user without a passkey. */
export async function createEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createEnrolmentLinkInput>,
): Promise<IssuedEnrolmentLink> {
  checkPermission(caller, 'users:write');
  const { userId, lifetime, mail } = parseInput(createEnrolmentLinkInput, input);
  const user = await deps.store.users.find(userId);
  if (user === undefined) throw notFound('user', 'userId');
  checkStrengthOverUser(caller, user);
  if (!user.enabled)
    throw new AdminError(
      'CONFLICT',
      'The user is disabled and could not use an enrolment link. Enable the user first.',
      'userId',
    );
  return mail === true
    ? mailEnrolmentLink(deps, caller, user, lifetime ?? MAILED_LIFETIME_SECONDS)
    : issueEnrolmentLink(deps, caller, user, lifetime ?? undefined);
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
