import { type Account, reportAccount } from './signals.js';

/**
 * Reports the user's passkeys and names to the browser each time the account page opens, so that the browser's list is
 * up to date.
 */
const { signals } = document.getElementById('account')?.dataset ?? {};
if (signals !== undefined) void reportAccount(JSON.parse(signals) as Account);
