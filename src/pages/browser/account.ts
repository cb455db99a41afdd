import { type Account, reportAccount } from './signals.js';

/** The page shows the current state, so report it each time. */
const { signals } = document.getElementById('account')?.dataset ?? {};
if (signals !== undefined) void reportAccount(JSON.parse(signals) as Account);
