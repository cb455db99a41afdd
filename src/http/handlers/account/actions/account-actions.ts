/**
 * The forms of the account page. Each action calls one function of `src/account` or `src/webauthn` and says what the page
 * shows next. An action knows neither requests nor responses: `change-account.ts` reads the form and sends the page.
 */
import { ACCESS_ACTIONS } from './access-actions.js';
import type { AccountAction } from './account-action.js';
import { PASSKEY_ACTIONS } from './passkey-actions.js';
import { PROFILE_ACTIONS } from './profile-actions.js';

/** The actions of the account page. The key is the value of the button with which the user sent the form. */
export const ACCOUNT_ACTIONS: ReadonlyMap<string, AccountAction> = new Map(
  Object.entries({ ...PASSKEY_ACTIONS, ...ACCESS_ACTIONS, ...PROFILE_ACTIONS }),
);
