import type { PushedRequestStore } from '../../../model/tokens/pushed-request.js';
import type { Database } from '../../database.js';
import { pushedRequests } from '../../entities/tokens/pushed-requests.js';
import { openTable, recordStore } from '../../table.js';

export function openPushedRequestStore(database: Database): PushedRequestStore {
  return recordStore(openTable(database, pushedRequests));
}
