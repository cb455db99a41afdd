import { findInteraction, nextOf, type OpenInteraction } from '../../access/interaction/interaction.js';
import type { Deps } from '../../model/deps.js';
import type { Challenge } from '../../model/passkeys/challenge.js';

/** The interaction that the ceremony was begun for, if it is still open. */
export function interactionOf(deps: Deps, challenge: Challenge): Promise<OpenInteraction | undefined> {
  return challenge.interactionId === undefined
    ? Promise.resolve(undefined)
    : findInteraction(deps, challenge.interactionId, challenge.browserHash);
}

/** Where somebody goes on, once they are signed in. */
export function nextPage(open: OpenInteraction | undefined, otherwise = '/account'): string {
  return open === undefined ? otherwise : nextOf(open.interaction);
}
