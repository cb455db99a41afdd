/** The type of a record's field, from which the storage chooses the type of the column. */
export type FieldKind = 'text' | 'flag' | 'number' | 'list' | 'json';
