import { z } from 'zod';
import { handleText, newSecret, newUuid, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { User } from '../../model/people/user.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import { isLinkGoodFor } from '../../webauthn/enrolment/enrolment-code.js';
import type { AdminCaller } from '../admin-caller.js';
import { requirePermission, requireStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../parse-input.js';
import { recordChange } from '../record-change.js';

/** A link as it is shown, this once: its url lets whoever has it register a passkey for the user. */
export interface MadeEnrolmentLink {
  readonly id: string;
  readonly url: string;
  readonly expiresAt: Date;
}

const LIFETIME = 3600;
const LONGEST_LIFETIME = 604_800;

/** Makes a link for a user that the caller was found to be strong enough for; its record has only the hash of its code. */
export async function issueEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  { id: userId, adminRole, enrolmentEpoch }: User,
  lifetime = LIFETIME,
): Promise<MadeEnrolmentLink> {
  const id = newUuid(deps.random);
  const secret = newSecret(deps.random);
  const createdAt = deps.clock.now();
  const expiresAt = secondsAfter(createdAt, lifetime);
  const link = { id, secretHash: sha256(secret), userId, firstOwner: false, adminRole, enrolmentEpoch };
  await deps.store.enrolmentLinks.insert({ ...link, createdAt, expiresAt });
  await recordChange(deps, caller, {
    type: 'ENROLMENT_LINK_CREATED',
    resource: 'enrolmentLink',
    resourceId: id,
    userId,
    detail: { expiresAt: expiresAt.toISOString() },
  });
  return { id, url: enrolmentUrl(deps, handleText({ id, secret })), expiresAt };
}

/** Where the holder of a code registers their passkey. */
export function enrolmentUrl({ config }: Deps, code: string): string {
  return `${config.issuer}/enroll/${code}`;
}

const createEnrolmentLinkInput = z.object({
  userId: givenId,
  lifetime: z.int().min(1, 'must be at least 1').max(LONGEST_LIFETIME, `must be at most ${LONGEST_LIFETIME}`).nullish(),
});

/** Makes a link with which a user registers one passkey, once, before it expires. */
export async function createEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createEnrolmentLinkInput>,
): Promise<MadeEnrolmentLink> {
  requirePermission(caller, 'users:write');
  const { userId, lifetime } = parseInput(createEnrolmentLinkInput, input);
  const user = await deps.store.users.find(userId);
  if (user === undefined) throw notFound('user', 'userId');
  requireStrengthOverUser(caller, user);
  if (!user.enabled) throw new AdminError('CONFLICT', 'The user is disabled. Enable them first.', 'userId');
  return issueEnrolmentLink(deps, caller, user, lifetime ?? undefined);
}

/** The same for a user by name. */
export async function createLinkByUsername(
  deps: Deps,
  caller: AdminCaller,
  username: string,
): Promise<MadeEnrolmentLink> {
  requirePermission(caller, 'users:write');
  const user = await deps.store.users.findByUsername(username);
  if (user === undefined) throw new AdminError('NOT_FOUND', `There is no user ${username}.`, 'username');
  return createEnrolmentLink(deps, caller, { userId: user.id });
}

/** The links of a user that are still good. */
export async function pendingEnrolmentLinks(deps: Deps, user: User): Promise<EnrolmentLink[]> {
  const links = await deps.store.enrolmentLinks.pendingOfUser(user.id, deps.clock.now());
  return links.filter((link) => isLinkGoodFor(link, user));
}

const revokeEnrolmentLinkInput = z.object({ id: givenId });

/** Voids a link that was not used yet. */
export async function revokeEnrolmentLink(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof revokeEnrolmentLinkInput>,
): Promise<void> {
  requirePermission(caller, 'users:write');
  const { id } = parseInput(revokeEnrolmentLinkInput, input);
  const link = await deps.store.enrolmentLinks.find(id);
  const absent = () => notFound('enrolment link', 'id');
  if (link === undefined || link.usedAt !== undefined || hasPassed(link.expiresAt, deps.clock.now())) throw absent();
  const user = await deps.store.users.find(link.userId);
  requireStrengthOverUser(caller, user ?? { adminRole: link.adminRole });
  if (!(await deps.store.enrolmentLinks.delete(id))) throw absent();
  await recordChange(deps, caller, {
    type: 'DELETED',
    resource: 'enrolmentLink',
    resourceId: id,
    userId: link.userId,
  });
}
