import { OWNERS_ID } from '../../model/people/owners.js';
import { counted, type Finding, failed, ok, warning } from './finding.js';
import type { CheckDeps } from './surroundings.js';

const MAX_OWNERS = 100;

/** Whether the loss of one device can take away the last owner. */
export async function checkOwners({ store }: Pick<CheckDeps, 'store'>): Promise<Finding> {
  const ids = (await store.owners.find(OWNERS_ID))?.userIds ?? [];
  if (ids.length === 0)
    return failed(
      'The server has no owner. Open the link that the server prints when it starts, or run npm run enroll -- USERNAME.',
    );
  const owners = await store.users.findMany(ids.slice(0, MAX_OWNERS));
  const passkeys = owners.reduce((sum, { passkeyIds }) => sum + passkeyIds.length, 0);
  const text = `${counted(ids.length, 'owner')} with ${counted(passkeys, 'passkey')}.`;
  if (ids.length > 1 || passkeys > 1) return ok(text);
  return warning(
    `${text} If it is lost, only npm run enroll gives access again. Register a second passkey at /account, or make another user an owner.`,
  );
}
