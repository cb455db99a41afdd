import { z } from 'zod';
import { occurrence } from '../../mail/notices.js';
import { updateIf } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { User } from '../../model/people/user.js';
import { type Removal, removePasskey } from '../../webauthn/passkeys/remove-passkey.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, line, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';

function absent() {
  return notFound('passkey', 'id');
}

/** Returns a passkey and its user. Throws if the user has a permission that the caller does not have. */
async function getPasskeyAndUser(
  deps: Deps,
  caller: AdminCaller,
  id: string,
): Promise<{ passkey: Passkey; user: User }> {
  const passkey = await deps.store.passkeys.find(id);
  const user = passkey === undefined ? undefined : await deps.store.users.find(passkey.userId);
  if (passkey === undefined || user === undefined || !user.passkeyIds.includes(id)) throw absent();
  checkStrengthOverUser(caller, user);
  return { passkey, user };
}

const renamePasskeyInput = z.object({ id: givenId, name: line(100) });

export async function renamePasskey(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof renamePasskeyInput>,
): Promise<Passkey> {
  checkPermission(caller, 'users:write');
  const { id, name } = parseInput(renamePasskeyInput, input);
  const { passkey, user } = await getPasskeyAndUser(deps, caller, id);
  if (passkey.name === name) return passkey;
  const event = eventOf(deps, caller, {
    type: 'PASSKEY_RENAMED',
    resource: 'passkey',
    resourceId: id,
    userId: user.id,
    detail: { from: passkey.name, to: name },
  });
  if (!(await deps.store.commit([updateIf('passkeys', { id, userId: user.id }, { name }), event]))) throw absent();
  return { ...passkey, name };
}

const deletePasskeyInput = z.object({ id: givenId });

/**
 * Deletes a passkey of a user, even if it is the user's last passkey. Only the last passkey of the last owner cannot be
 * deleted.
 */
export async function deletePasskey(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deletePasskeyInput>,
): Promise<void> {
  checkPermission(caller, 'users:write');
  const { id } = parseInput(deletePasskeyInput, input);
  const { passkey } = await getPasskeyAndUser(deps, caller, id);
  await removePasskey(deps, passkey, {
    absent,
    guard: (seen) => checkStrengthOverUser(caller, seen),
    ...removalBy(deps, caller),
  });
}

/** Returns the audit event and the mail about a passkey that an administrator removes. */
export function removalBy(deps: Deps, caller: AdminCaller): Pick<Removal, 'event' | 'occurrence'> {
  return {
    event: ({ id, userId, name }) =>
      eventOf(deps, caller, {
        type: 'PASSKEY_REMOVED',
        resource: 'passkey',
        resourceId: id,
        userId,
        detail: { name },
      }),
    occurrence: (user) => occurrence(deps, user, caller, undefined),
  };
}
