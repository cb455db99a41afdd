import type { TypedDocument } from '../../../../../packages/admin/src/client/typed-document.js';
import { type Descriptor, SETTINGS, type Values } from './setting-table.js';

/** What the tab reads besides the settings. */
interface ClientHead {
  readonly id: string;
  readonly issuerId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface Data {
  readonly client: (Values & ClientHead) | null;
}

/** The query for every setting of a client. It is made from the table, so that a new setting appears by itself. */
export const SETTINGS_QUERY = `query ApplicationSettings($id: ID!) {
  client(id: $id) {
    id
    issuerId
    createdAt
    updatedAt
    ${SETTINGS.map(selectionOf).join('\n    ')}
  }
}` as TypedDocument<Data, { readonly id: string }>;

function selectionOf({ name, members }: Descriptor): string {
  return members === undefined ? name : `${name} { ${members.map(selectionOf).join(' ')} }`;
}
