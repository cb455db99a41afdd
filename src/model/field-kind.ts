/** What a field of a record holds, for the storage to make a column of it. */
export type FieldKind = 'text' | 'flag' | 'number' | 'list' | 'json';
