/** The path of the screen of one record. An id can have any ASCII character: it can come from another identity provider. */
export function screenPath(folder: string, id: string): string {
  return `/console/${folder}/${encodeURIComponent(id)}`;
}
