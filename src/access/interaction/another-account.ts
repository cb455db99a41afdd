import type { Interaction } from '../../model/access/interaction.js';
import type { Deps } from '../../model/deps.js';
import { signInPath } from './interaction.js';

/**
 * Asks for a new sign-in with any account. After this call, the interaction no longer accepts the current session.
 * Returns the path of the sign-in page.
 */
export async function askForAnotherAccount(deps: Deps, interaction: Interaction): Promise<string> {
  const changes = { authenticateAfter: deps.clock.now(), register: false, loginHint: undefined };
  await deps.store.interactions.update(interaction.id, changes);
  return signInPath({ ...interaction, ...changes });
}
