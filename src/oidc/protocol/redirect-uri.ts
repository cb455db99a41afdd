import type { Client } from '../../model/clients/client.js';
import { OAuthError } from '../../model/errors.js';
import { loggableUri } from '../../model/loggable-uri.js';

declare const checked: unique symbol;

/**
 * A redirect URI that is registered for the client. Only `parseRedirectUri` returns this type, so the check cannot be
 * forgotten.
 */
export type CheckedRedirectUri = string & { readonly [checked]: true };

/**
 * Checks that the requested redirect URI is registered for the client.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3 | RFC 6749 §3.1.2.3},
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3 | RFC 9700 §4.1.3}
 *
 * @throws OAuthError `invalid_request`, which must not be sent to the requested URI, because that URI is not registered
 */
export function parseRedirectUri(client: Client, requested: string | undefined): CheckedRedirectUri {
  if (requested === undefined) return soleRedirectUri(client);
  // RFC 6749 §3.1.2.3: the server must compare the requested and the registered URI as strings.
  const isRegistered = client.redirect_uris.some(
    (registered) => registered === requested || differsOnlyInPort(client, registered, requested),
  );
  if (!isRegistered) {
    throw new OAuthError('invalid_request', 'The redirect_uri in the request is not registered for this client.', {
      parameter: 'redirect_uri',
      reason: `client ${client.id} sent ${loggableUri(requested)}`,
    });
  }
  return requested as CheckedRedirectUri;
}

/**
 * Returns the redirect URI of a client that has registered exactly one. This client can omit the `redirect_uri`
 * parameter (RFC 6749 §3.1.2.3).
 */
function soleRedirectUri({ redirect_uris: [first, ...others] }: Client): CheckedRedirectUri {
  if (first === undefined || others.length > 0) {
    throw new OAuthError(
      'invalid_request',
      'The redirect_uri parameter is missing. A client can omit it only if the client has registered exactly one redirect URI.',
      { parameter: 'redirect_uri' },
    );
  }
  return first as CheckedRedirectUri;
}

const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::(\d{1,5}))?(?=[/?]|$)/;

/**
 * RFC 8252 §7.3: the server must accept any port in a loopback redirect URI, because applications choose it at run
 * time.
 */
function differsOnlyInPort(client: Client, registered: string, requested: string): boolean {
  if (client.application_type !== 'native') return false;
  const port = LOOPBACK.exec(requested)?.[2];
  if (port !== undefined && Number(port) > 65_535) return false;
  return LOOPBACK.test(registered) && withoutPort(registered) === withoutPort(requested);
}

function withoutPort(uri: string): string {
  return uri.replace(LOOPBACK, '$1');
}
