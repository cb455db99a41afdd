export function groupPath(id: string): string {
  return `/console/groups/${encodeURIComponent(id)}`;
}
