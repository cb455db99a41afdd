import {
  checkRecentAuthentication,
  checkStillSignedIn,
  notFound,
  ownEvent,
} from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { occurrence } from '../mail/notices.js';
import { updateIf } from '../model/change-set.js';
import type { Caller, Deps } from '../model/deps.js';
import { CeremonyError } from '../model/errors.js';
import type { Passkey } from '../model/passkeys/passkey.js';
import { chosenName, proposedName } from '../webauthn/passkeys/passkey-name.js';
import { removePasskey } from '../webauthn/passkeys/remove-passkey.js';

async function getOwnPasskey(deps: Deps, { user }: ActiveSession, id: string): Promise<Passkey> {
  const passkey = user.passkeyIds.includes(id) ? await deps.store.passkeys.find(id) : undefined;
  if (passkey?.userId !== user.id) throw notFound('passkey');
  return passkey;
}

/**
 * Renames one of the user's passkeys. If the new name is empty, the passkey gets the name that the server proposes.
 *
 * @throws CeremonyError `not_found`
 */
export async function renameOwnPasskey(
  deps: Deps,
  active: ActiveSession,
  { id, name: given }: { readonly id: string; readonly name: string },
  caller: Caller,
): Promise<void> {
  const passkey = await getOwnPasskey(deps, active, id);
  const name = chosenName(given) ?? proposedName(passkey, {}, await otherNames(deps, active, id));
  if (name === passkey.name) return;
  const event = ownEvent(deps, active, caller, {
    type: 'PASSKEY_RENAMED',
    resource: 'passkey',
    resourceId: id,
    detail: { from: passkey.name, to: name },
  });
  const rename = updateIf('passkeys', { id, userId: active.user.id }, { name });
  if (!(await deps.store.commit([rename, event]))) throw notFound('passkey');
}

async function otherNames(deps: Deps, { user }: ActiveSession, id: string): Promise<string[]> {
  const others = await deps.store.passkeys.findMany(user.passkeyIds.filter((listed) => listed !== id));
  return others.map(({ name }) => name);
}

/**
 * Removes one of the user's passkeys. The passkey of the current session cannot be removed, because the session would
 * end. So the user's last passkey cannot be removed here: it is always the passkey of the current session.
 * @throws CeremonyError `authentication_required`, `not_found`, `last_passkey` or `passkey_in_use`
 */
export async function removeOwnPasskey(deps: Deps, active: ActiveSession, id: string, caller: Caller): Promise<void> {
  checkRecentAuthentication(deps, active.session);
  const passkey = await getOwnPasskey(deps, active, id);
  await removePasskey(deps, passkey, {
    absent: () => notFound('passkey'),
    guard: (user) => {
      checkStillSignedIn(active, user);
      if (user.passkeyIds.length === 1) throw lastPasskey();
      if (id === active.session.passkeyId) throw passkeyInUse();
    },
    event: () =>
      ownEvent(deps, active, caller, {
        type: 'PASSKEY_REMOVED',
        resource: 'passkey',
        resourceId: id,
        detail: { name: passkey.name },
      }),
    occurrence: (user) => occurrence(deps, user, caller, active.session),
  });
}

function lastPasskey(): CeremonyError {
  return new CeremonyError('last_passkey', 'This is your last passkey. Before you remove it, add another passkey.', {
    status: 409,
  });
}

function passkeyInUse(): CeremonyError {
  return new CeremonyError(
    'passkey_in_use',
    'You are signed in with this passkey. To remove it, sign in with another passkey first.',
    { status: 409 },
  );
}
