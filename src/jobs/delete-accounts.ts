import { deleteUserIfDue } from '../admin/users/user-delete.js';
import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { abortable } from './abortable.js';
import type { Job } from './start-jobs.js';

const CHECK_SECONDS = 600;
const BATCH_SIZE = 100;

/** Deletes the accounts whose users asked for it, unless it was cancelled in time. */
export function deleteAccountsJob(deps: Deps): Job {
  return {
    name: 'delete-accounts',
    everySeconds: CHECK_SECONDS,
    run: (signal) => deleteDueAccounts(abortable(deps, signal)),
  };
}

export async function deleteDueAccounts(deps: Deps): Promise<void> {
  if (!deps.config.accountDeletion) return;
  for (const { id } of await deps.store.users.findToDelete(deps.clock.now(), BATCH_SIZE)) {
    try {
      await deleteUserIfDue(deps, id);
    } catch (error) {
      // The user can have become the last owner, or another process deletes the account.
      if (!(error instanceof AdminError)) throw error;
      deps.log.warn({ err: error, userId: id }, 'an account could not be deleted as its user asked');
    }
  }
}
