import { z } from 'zod';
import { findFormerUsername } from '../../access/names/reserved-names.js';
import { commitPlan } from '../../model/change-record.js';
import { deletionIf } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { isOfficialUsername } from '../../model/people/reserved-name.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { invalid, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';
import { DESCRIBED_PROFILE } from './profile-fields.js';

const freeUsernameInput = z.object({ username: DESCRIBED_PROFILE.username.type.schema });

/** Allows visitors to register with the username of a user who was deleted or renamed. */
export async function freeUsername(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof freeUsernameInput>,
): Promise<string> {
  checkPermission(caller, 'users:write');
  const { username } = parseInput(freeUsernameInput, input);
  if (isOfficialUsername(username)) {
    throw invalid(
      'username',
      'is reserved for administrators of the server and cannot be freed. Use createUser to give it to a user',
    );
  }
  return commitPlan(deps.store, async () => {
    const reserved = await findFormerUsername(deps, username);
    if (reserved === undefined) {
      throw new AdminError('NOT_FOUND', 'This username is not reserved for a former user.', 'username');
    }
    const event = eventOf(deps, caller, { type: 'DELETED', resource: 'reservedUsername', detail: { username } });
    return { changes: [deletionIf('reservedNames', { id: reserved.id }), event], result: username };
  });
}
