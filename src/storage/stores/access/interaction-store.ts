import type { InteractionStore } from '../../../model/access/interaction.js';
import type { Database } from '../../database.js';
import { interactions } from '../../entities/access/interactions.js';
import { openTable, recordStore } from '../../table.js';

export function openInteractionStore(database: Database): InteractionStore {
  const table = openTable(database, interactions);
  return {
    ...recordStore(table),
    bind: (id, browserHash) => table.change({ id, browserHash: null }, { browserHash }),
    rebind: (id, from, to) => table.change({ id, browserHash: from, finishedAt: null }, { browserHash: to }),
    update: (id, changes) => table.change({ id, finishedAt: null }, changes),
  };
}
