import { continuePath, findInteraction, type OpenInteraction } from '../../access/interaction/interaction.js';
import type { Deps } from '../../model/deps.js';
import type { Challenge } from '../../model/passkeys/challenge.js';

/** The interaction for which the ceremony began, if it is still open. */
export function interactionOf(deps: Deps, challenge: Challenge): Promise<OpenInteraction | undefined> {
  return challenge.interactionId === undefined
    ? Promise.resolve(undefined)
    : findInteraction(deps, challenge.interactionId, challenge.browserHash);
}

/** The page after the ceremony: the interaction continues; without one, `fallback`. */
export function nextPage(open: OpenInteraction | undefined, fallback = '/account'): string {
  return open === undefined ? fallback : continuePath(open.interaction);
}
