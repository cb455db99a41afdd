import type { PictureStore } from '../../../model/server/picture.js';
import type { Database } from '../../database.js';
import { pictures } from '../../entities/server/pictures.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export function openPictureStore(database: Database): PictureStore {
  const table = openTable(database, pictures);
  return { ...recordStore(table), page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID) };
}
