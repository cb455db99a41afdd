import type { Client } from '../../model/clients/client.js';
import { OAuthError } from '../../model/errors.js';

declare const proved: unique symbol;

/** A redirect URI that the client registered. Only `proveRedirectUri` makes one. */
export type ProvedRedirectUri = string & { readonly [proved]: true };

/**
 * Proves that the redirect URI asked for is one of the client's.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2.3 | RFC 6749 §3.1.2.3},
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.1.3 | RFC 9700 §4.1.3}
 *
 * @throws OAuthError `invalid_request`, which must not be sent to that URI.
 */
export function proveRedirectUri(client: Client, asked: string | undefined): ProvedRedirectUri {
  if (asked === undefined) return soleRedirectUri(client);
  // MUST compare the two URIs using simple string comparison.
  if (!client.redirect_uris.some((registered) => registered === asked || isSameButForPort(client, registered, asked))) {
    throw new OAuthError('invalid_request', 'redirect_uri is not one that the client has registered.', {
      reason: `client ${client.id} sent ${asked.slice(0, 200).replace(/[?#].*/s, '')}`,
    });
  }
  return asked as ProvedRedirectUri;
}

/** RFC 6749 §3.1.2.3: it may be left out where exactly one is registered. */
function soleRedirectUri({ redirect_uris: [first, ...others] }: Client): ProvedRedirectUri {
  if (first === undefined || others.length > 0) throw new OAuthError('invalid_request', 'redirect_uri is missing.');
  return first as ProvedRedirectUri;
}

const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::(\d{1,5}))?(?=[/?]|$)/;

/** RFC 8252 §7.3: MUST allow any port to be specified at the time of the request for loopback redirect URIs. */
function isSameButForPort(client: Client, registered: string, asked: string): boolean {
  if (client.application_type !== 'native') return false;
  const port = LOOPBACK.exec(asked)?.[2];
  if (port !== undefined && Number(port) > 65_535) return false;
  return LOOPBACK.test(registered) && withoutPort(registered) === withoutPort(asked);
}

function withoutPort(uri: string): string {
  return uri.replace(LOOPBACK, '$1');
}
