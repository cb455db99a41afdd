import type { Interaction } from '../../model/access/interaction.js';
import type { Deps } from '../../model/deps.js';
import { signInPath } from './interaction.js';

/**
 * Makes the user sign in again, with any account, before the interaction can continue. Returns the path of the sign-in
 * page.
 */
export async function askForAnotherAccount(deps: Deps, interaction: Interaction): Promise<string> {
  const changes = { authenticateAfter: deps.clock.now(), register: false, loginHint: undefined };
  await deps.store.interactions.update(interaction.id, changes);
  return signInPath({ ...interaction, ...changes });
}
