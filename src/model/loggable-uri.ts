const MAX_LENGTH = 300;

/**
 * Returns the scheme, host and path of a URI from a request, for the log. User information, query and fragment are left
 * out, because they may contain credentials. If the path does not begin with `/`, as in `app:token`, only the scheme is
 * returned.
 */
export function loggableUri(uri: string): string {
  const parsed = URL.parse(uri);
  if (parsed === null) return 'an invalid URI';
  const { protocol, host, pathname } = parsed;
  const path = pathname.startsWith('/') ? pathname.replace(/[^/]*@/g, '') : '';
  return `${protocol}${host === '' ? '' : `//${host}`}${path}`.slice(0, MAX_LENGTH);
}
