/**
 * Returns an address to which a link may lead, or `undefined`. Other schemes than http and https could run a script in
 * the console.
 */
export function webAddress(text: string | null | undefined): string | undefined {
  if (text == null || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}

export function originOf(text: string | null | undefined): string | undefined {
  const address = webAddress(text);
  return address === undefined ? undefined : new URL(address).origin;
}
