import type { Interaction } from '../../model/access/interaction.js';
import type { Deps } from '../../model/deps.js';
import { signInPageOf } from './interaction.js';

/** Has somebody sign in anew, perhaps as somebody else: the session that is there no longer does. Where to. */
export async function askForAnotherAccount(deps: Deps, interaction: Interaction): Promise<string> {
  const changes = { authenticateAfter: deps.clock.now(), register: false, loginHint: undefined };
  await deps.store.interactions.update(interaction.id, changes);
  return signInPageOf({ ...interaction, ...changes });
}
