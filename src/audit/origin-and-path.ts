const MAX_LENGTH = 300;

/**
 * Returns the part of a URI that may be logged: without user name, password, query and fragment, which can contain
 * secrets. Of a URI without a path, such as `data:…`, only the scheme remains.
 */
export function originAndPath(uri: string): string {
  if (!URL.canParse(uri)) return 'an invalid URI';
  const { protocol, host, pathname } = new URL(uri);
  const authority = host === '' ? '' : `//${host}`;
  const path = authority === '' && !pathname.startsWith('/') ? '' : pathname;
  return `${protocol}${authority}${path}`.slice(0, MAX_LENGTH);
}
