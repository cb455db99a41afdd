import { checkQuickStarts } from '../support/quick-starts/check-quick-starts.js';

checkQuickStarts();
