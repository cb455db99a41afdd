const MAX_LENGTH = 300;

/**
 * Returns the scheme, host and path of a URI from a request, for the log. The result omits user information, query and
 * fragment, and all but the scheme of a URI such as `app:token`, because they may contain credentials.
 */
export function loggableUri(uri: string): string {
  const parsed = URL.parse(uri);
  if (parsed === null) return 'an invalid URI';
  const { protocol, host, pathname } = parsed;
  const path = pathname.startsWith('/') ? pathname.replace(/[^/]*@/g, '') : '';
  return `${protocol}${host === '' ? '' : `//${host}`}${path}`.slice(0, MAX_LENGTH);
}
