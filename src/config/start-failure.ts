/** What the operator has to change, or `undefined` if the error is a bug. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof Error && /^[A-Z][A-Z_]+[ ,:]/.test(error.message)) return error.message;
  if (error instanceof Error && error.name === 'AdminError') return error.message;
  const trouble = databaseTrouble(error);
  if (trouble === undefined) return undefined;
  return `DATABASE_URL: the database is not available (${trouble}). Check that it runs, that it is not read-only, that its disk has free space and that no other program locks it, then start again.`;
}

/** What the database reported, if the error or its cause is trouble with the database. */
function databaseTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name !== 'StoreUnavailableError') return databaseTrouble(error.cause);
  return error.cause instanceof Error ? error.cause.message.replace(/\.$/, '') : 'it does not respond';
}
