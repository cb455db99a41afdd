import type { AdminCaller } from '../../../src/admin/admin-caller.js';
import { createApiKey } from '../../../src/admin/api-keys/api-key-create.js';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { createClientFromTemplate } from '../../../src/admin/catalogue/client-from-template.js';
import { createGroup } from '../../../src/admin/groups/group-changes.js';
import { createInvitation } from '../../../src/admin/invitations/invitation-create.js';
import { grantPermission } from '../../../src/admin/permissions/permission-changes.js';
import { updateServerSettings } from '../../../src/admin/server-settings/server-settings-update.js';
import { createUser } from '../../../src/admin/users/user-create.js';
import { keepAuditLog } from '../../../src/jobs/keep-audit-log.js';
import { update } from '../../../src/model/change-set.js';
import type { Deps } from '../../../src/model/deps.js';
import { OWNERS_ID } from '../../../src/model/people/owners.js';
import { type PasskeyList, stampOf, withPasskey } from '../../../src/model/people/passkey-list.js';
import type { User } from '../../../src/model/people/user.js';
import { LATEST_BACKUP_ID } from '../../../src/model/server/backup.js';
import { aPasskey, aWebhook } from '../../storage/records.js';
import type { FrozenClock } from '../deps.js';
import { sessionRecord } from '../records.js';
import { RESIDENTS as ALL_RESIDENTS, APPLICATIONS, GROUPS, idOf, NOW, PASSKEYS, type Resident, TOWN } from './town.js';
import { writeTownLog } from './town-log.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How long the server has been running. */
const AGE_DAYS = 15;

const [OWNER, ...RESIDENTS] = ALL_RESIDENTS;

const AGENT =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

/** What Maya does in the console. */
const MAYA: AdminCaller = { ...systemCaller, kind: 'USER', id: idOf('maya') };

/** A server a moment after its first owner registered. */
export async function addOwner(deps: Deps, clock: FrozenClock): Promise<void> {
  await addFirst(deps, 'Laptop');
  await keepAuditLog(deps);
  clock.set(NOW);
}

/** A server that has been in use for two weeks. The clock then stands at `NOW`. */
export async function furnishTown(deps: Deps, clock: FrozenClock): Promise<void> {
  const pause = () => clock.advance(90);
  clock.set(daysAgo(AGE_DAYS));
  await addFirst(deps, 'Laptop', 'Phone');
  await updateServerSettings(deps, MAYA, { rpName: TOWN.server, brandColor: TOWN.color });
  for (const [id, name] of Object.entries(GROUPS)) {
    pause();
    await createGroup(deps, MAYA, { id, name, memberIds: OWNER.groups.includes(id) ? [idOf('maya')] : [] });
  }
  for (const resident of RESIDENTS) {
    pause();
    await addResident(deps, resident);
  }
  for (const application of APPLICATIONS) {
    pause();
    await addApplication(deps, application);
  }
  await writeTownLog(deps, clock);
  // The next checkpoint of the log is due in an hour, which never passes.
  clock.set(new Date(NOW.getTime() - HOUR_MS / 3));
  await keepAuditLog(deps);
  await createInvitation(deps, MAYA, { name: 'Summer volunteers', groupIds: ['volunteers'], maxUses: 12 });
  pause();
  await createApiKey(deps, MAYA, { id: 'export', name: 'Nightly export', permissions: ['users:read', 'groups:read'] });
  await addWebhook(deps);
  await addSessions(deps);
  await deps.store.backups.insert({ id: LATEST_BACKUP_ID, version: 1, startedAt: daysAgo(0.4) });
  clock.set(NOW);
}

async function addFirst(deps: Deps, ...passkeys: Resident['passkeys']): Promise<void> {
  await addResident(deps, { ...OWNER, groups: [], passkeys }, systemCaller);
  const owners = await deps.store.owners.find(OWNERS_ID);
  if (owners !== undefined) await deps.store.owners.update(owners, { userIds: [idOf('maya')] });
}

async function addResident(
  deps: Deps,
  { username, name, groups, role, passkeys }: Resident,
  caller = MAYA,
): Promise<void> {
  const [givenName, familyName] = name.split(' ');
  const email = `${username}@example.com`;
  const profile = { username, name, givenName, familyName, email, emailVerified: true, adminRole: role };
  const { user } = await createUser(deps, caller, { ...profile, subject: idOf(username), groupIds: groups });
  // Only imported users have a chosen id.
  await change(deps, user, { origin: 'ADMINISTRATION' });
  for (const passkey of passkeys) await addPasskey(deps, username, passkey);
}

async function addPasskey(deps: Deps, username: string, name: keyof typeof PASSKEYS): Promise<void> {
  const user = await deps.store.users.findByUsername(username);
  if (user === undefined) throw new Error(`There is no user ${username}.`);
  const { aaguid, backupEligible } = PASSKEYS[name];
  const createdAt = deps.clock.now();
  const used = new Date(NOW.getTime() - (1 + user.passkeyIds.length) * 5 * HOUR_MS);
  const facts = { name, aaguid, backupEligible, backedUp: backupEligible, createdAt, lastUsedAt: used };
  const passkey = aPasskey(user, { ...facts, rpId: deps.config.rpId });
  await deps.store.passkeys.insert(passkey);
  const list: PasskeyList = withPasskey(user, passkey);
  await change(deps, user, { ...list, lastSignInAt: used });
}

async function change({ store }: Deps, user: User, changes: Partial<User>): Promise<void> {
  if (!(await store.commit([update('users', user, changes)]))) throw new Error(`${user.username} has changed.`);
}

async function addApplication(deps: Deps, { id, group }: (typeof APPLICATIONS)[number]): Promise<void> {
  const accessPolicy = group === undefined ? 'ALL_USERS' : 'PERMITTED_USERS';
  const values = [{ name: 'url', value: `https://${id}.example.com` }];
  const { client } = await createClientFromTemplate(deps, MAYA, { templateId: id, values, accessPolicy });
  // The characters with which a secret begins are random.
  const secrets = client.secrets.map((secret) => ({ ...secret, hint: 'Vq7d', lastUsedAt: NOW.getTime() - HOUR_MS }));
  if (!(await deps.store.commit([update('clients', client, { secrets })]))) throw new Error(`${id} has changed.`);
  if (group !== undefined) await grantPermission(deps, MAYA, { clientId: id, groupId: group });
}

/** A webhook that fails. Its next attempt never comes, because the clock stands. */
async function addWebhook(deps: Deps): Promise<void> {
  const attempt = { firstAttemptAt: daysAgo(0.9).getTime(), lastAttemptAt: daysAgo(0.1).getTime() };
  const error = 'The receiver answered with the status 502.';
  const delivery = { kind: 'EVENT', eventId: 'event', eventType: 'CREATED', attempts: 9, ...attempt, error } as const;
  await deps.store.webhooks.insert(
    aWebhook({
      id: 'chat',
      url: 'https://chat.example.com/hooks/library',
      createdAt: daysAgo(AGE_DAYS - 1),
      failingSince: daysAgo(0.9),
      failures: 9,
      nextAttemptAt: daysAgo(-1),
      deliveries: [delivery],
    }),
  );
}

/** Some people are signed in. */
async function addSessions({ store }: Deps): Promise<void> {
  for (const [position, { username }] of RESIDENTS.slice(0, 4).entries()) {
    const user = await store.users.findByUsername(username);
    const [passkey] = await store.passkeys.findMany(user?.passkeyIds ?? []);
    if (user === undefined || passkey === undefined) throw new Error(`${username} has no passkey.`);
    const at = daysAgo(0.2 * (position + 1));
    const times = { createdAt: at, authenticatedAt: at, lastUsedAt: daysAgo(0.05 * position), expiresAt: daysAgo(-20) };
    const place = { userAgent: AGENT, ipAddress: `146.169.5.${21 + position}`, keptUntil: daysAgo(-21) };
    await store.sessions.insert(sessionRecord(user, { ...stampOf(passkey), ...times, ...place }));
  }
}

function daysAgo(days: number): Date {
  return new Date(NOW.getTime() - days * DAY_MS);
}
