import type { EventException } from './event-filter.js';

/** The id of the client with which administrators sign in to the console. */
export const CONSOLE_CLIENT_ID = 'passgraph:console';

/** The events that happen all the time by themselves: the server signs its log, and the console renews its tokens. */
export const ROUTINE_EVENTS: EventException = {
  types: ['AUDIT_CHECKPOINT'],
  ofClient: { type: 'TOKEN_ISSUED', clientId: CONSOLE_CLIENT_ID },
};
