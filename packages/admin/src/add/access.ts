import type { AdminClient } from '../client/admin-client.js';

/** Who may sign in to a new client. */
export type Access =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'group'; readonly groupId: string };

/** Finds what `--allow` names, before anything is created. */
export async function findAccess(admin: AdminClient, allow: string | undefined): Promise<Access> {
  if (allow === 'everyone') return { kind: 'everyone' };
  if (allow === 'me') return { kind: 'user', userId: await ownUserId(admin) };
  const [, kind, name = ''] = /^(user|group):(.+)$/.exec(allow ?? '') ?? [];
  if (kind === 'user') {
    const user = await admin.userByUsername({ username: name });
    if (user === null) throw new Error(`--allow user:${name} names a user that does not exist.`);
    return { kind: 'user', userId: user.id };
  }
  if (kind === 'group') {
    if ((await admin.group({ id: name })) === null)
      throw new Error(`--allow group:${name} names a group that does not exist. Use the id of the group.`);
    return { kind: 'group', groupId: name };
  }
  const problem = allow === undefined ? '--allow is missing' : `--allow ${allow} is wrong`;
  throw new Error(`${problem}. Use everyone, me, user:NAME or group:ID.`);
}

async function ownUserId(admin: AdminClient): Promise<string> {
  const { userId } = await admin.viewer();
  if (userId !== null) return userId;
  throw new Error('--allow me needs an API key that a user made. This key belongs to no user: use --allow user:NAME.');
}

export async function grantAccess(admin: AdminClient, clientId: string, access: Access): Promise<void> {
  if (access.kind === 'user') await admin.grantPermission({ clientId, userId: access.userId });
  if (access.kind === 'group') await admin.grantPermission({ clientId, groupId: access.groupId });
}
