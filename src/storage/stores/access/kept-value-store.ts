import type { KeptValueStore } from '../../../model/access/kept-value.js';
import type { Database } from '../../database.js';
import { keptValues } from '../../entities/access/kept-values.js';
import { openTable, recordStore } from '../../table.js';

export function openKeptValueStore(database: Database): KeptValueStore {
  return recordStore(openTable(database, keptValues));
}
