import type { Interaction } from '../../model/access/interaction.js';
import type { Deps } from '../../model/deps.js';
import { signInPath } from './interaction.js';

/** Requires a new sign-in, by any user: the present session no longer satisfies the interaction. Returns the page for it. */
export async function askForAnotherAccount(deps: Deps, interaction: Interaction): Promise<string> {
  const changes = { authenticateAfter: deps.clock.now(), register: false, loginHint: undefined };
  await deps.store.interactions.update(interaction.id, changes);
  return signInPath({ ...interaction, ...changes });
}
