/** Writes rows as CSV (RFC 4180). The members of the first row are the columns. */
export function toCsv(rows: readonly object[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => (row as Record<string, unknown>)[column]))];
  return lines.map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('');
}

/**
 * Spreadsheets run a cell that begins with one of these characters as a formula, and users choose some of the values.
 * Some spreadsheets also begin a cell after a semicolon or tab. An apostrophe in front makes it a text.
 */
const FORMULA = /(^|[;,\t\r\n]\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])/g;

function toCell(value: unknown): string {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
  const safe = typeof value === 'string' ? text.replaceAll(FORMULA, "$1'") : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
