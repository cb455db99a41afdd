import type { Permission } from '../model/access/permission.js';
import type { Page } from '../model/record-store.js';
import type { Loaders } from './graphql-context.js';
import { livePage } from './live-page.js';

/**
 * Removes permissions whose client, user or group was deleted, even if a new record has the same id as the deleted
 * record.
 */
export function livePermissions(loaders: Loaders, page: Page<Permission>): Promise<Page<Permission>> {
  return livePage(page, async (permission) => {
    const [client, user, group] = await Promise.all([
      loaders.clients.load(permission.clientId),
      permission.userId === undefined ? undefined : loaders.users.load(permission.userId),
      permission.groupId === undefined ? undefined : loaders.groups.load(permission.groupId),
    ]);
    if (client?.generation !== permission.clientGeneration) return undefined;
    const holder = permission.userId === undefined ? group?.generation === permission.groupGeneration : user;
    return holder ? permission : undefined;
  });
}
