import type { ReservedNameStore } from '../../../model/people/reserved-name.js';
import type { Database } from '../../database.js';
import { reservedNames } from '../../entities/people/reserved-names.js';
import { openTable, recordStore } from '../../table.js';

export function openReservedNameStore(database: Database): ReservedNameStore {
  return recordStore(openTable(database, reservedNames));
}
