/** An id can have any ASCII character: it can come from another identity provider. */
export function personPath(id: string): string {
  return `/console/people/${encodeURIComponent(id)}`;
}
