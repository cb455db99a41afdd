import { checkAll } from '../support/real-clients/check-software.js';
import { LIBRARIES } from '../support/real-clients/libraries.js';

await checkAll('libraries', LIBRARIES);
