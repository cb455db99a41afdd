import { type Account, keepInStep } from './signals.js';

/** Whatever was done on the page before, what it shows now is how it is. */
const { signals } = document.getElementById('account')?.dataset ?? {};
if (signals !== undefined) void keepInStep(JSON.parse(signals) as Account);
