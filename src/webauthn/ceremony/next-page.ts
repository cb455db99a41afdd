import { continuePath, findInteraction, type OpenInteraction } from '../../access/interaction/interaction.js';
import type { Deps } from '../../model/deps.js';
import type { Challenge } from '../../model/passkeys/challenge.js';

/**
 * Finds the interaction (the sign-in at an application) in which the ceremony began, if the interaction is still open.
 */
export function interactionOf(deps: Deps, challenge: Challenge): Promise<OpenInteraction | undefined> {
  return challenge.interactionId === undefined
    ? Promise.resolve(undefined)
    : findInteraction(deps, challenge.interactionId, challenge.browserHash);
}

/** The path of the account page that says that the passkey which an enrolment link created is ready. */
export const AFTER_ENROLMENT = '/account?at=passkeys&done=enrolled';

/** The path of the account page that also asks the user to remove passkeys that were lost. */
export const AFTER_RECOVERY = '/account?at=passkeys&done=recovered';

/** The path of the page that says that an administrator has to approve the new account. */
export const AFTER_REQUEST = '/invited';
/** The same, if a mail will say that the account is approved. */
export const AFTER_REQUEST_WITH_MAIL = '/invited?mail';

/** The path of the console, which leads the first owner on. */
export const AFTER_FIRST_OWNER = '/console';

/**
 * Returns the path of the page to open after the ceremony. If the ceremony began in an interaction, this page continues
 * the interaction. Otherwise the path is `fallback`.
 */
export function nextPage(open: OpenInteraction | undefined, fallback = '/account'): string {
  return open === undefined ? fallback : continuePath(open.interaction);
}
