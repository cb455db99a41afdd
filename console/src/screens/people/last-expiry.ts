/** Returns when the last of the links expires, or nothing if there is none. */
export function lastExpiry(links: readonly { readonly expiresAt: string }[]): string | undefined {
  return links
    .map(({ expiresAt }) => expiresAt)
    .sort()
    .at(-1);
}
