import { CONSOLE_CLIENT_ID } from '../clients/client.js';
import type { EventException } from './event-filter.js';

/** The events that happen all the time by themselves: the server signs its log, and the console renews its tokens. */
export const ROUTINE_EVENTS: EventException = {
  types: ['AUDIT_CHECKPOINT'],
  ofClient: { type: 'TOKEN_ISSUED', clientId: CONSOLE_CLIENT_ID },
};
