import { after } from '../../model/conditions.js';
import { numberOldEvents } from '../log/number-old-events.js';
import type { Migration } from './migration.js';

/**
 * Numbers the events of version 0.1 in order of id, and chains them. Cursors of version 0.1 contain an id, so the head
 * keeps the last sequence whose order is that of ids. If the process dies, the next one finds the events that have no
 * number yet.
 */
export const numberAuditEvents: Migration = {
  id: '0004-number-audit-events',
  run: async ({ database }) => {
    for (let last = ''; ; ) {
      const { events, isNumbered } = await numberOldEvents(database, { id: after(last) }, (head, count) => ({
        upgradedThrough: head.sequence + count,
      }));
      if (events.length === 0) return;
      // If another process was faster, this one reads again which events have no number.
      if (isNumbered) last = events.at(-1)?.id ?? last;
    }
  },
};
