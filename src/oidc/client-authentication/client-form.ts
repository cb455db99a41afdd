import { limitPoints } from '../../access/interaction/interaction.js';
import { type ParameterEntries, type Parameters, readParameters } from '../../access/interaction/parameters.js';
import { addressKey } from '../../audit/address-key.js';
import { recordRefusedRequest } from '../../audit/refused-request.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps, LimitName } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { Endpoint } from '../protocol/endpoints.js';
import { type AuthenticatedClient, authenticateClient } from './client-authentication.js';

/** A form that a client posted to an endpoint with client authentication. */
export interface ClientFormInput {
  readonly parameters: ParameterEntries;
  /** The `Authorization` header, in which a client can send its id and secret (HTTP Basic). */
  readonly authorization: string | undefined;
  /** The `DPoP` header, with which a client proves that it has a key. */
  readonly dpop?: string | undefined;
  readonly caller: Caller;
}

const CREDENTIALS = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'] as const;
type Credential = (typeof CREDENTIALS)[number];

export type ClientForm<Single extends string, Repeatable extends string> = Parameters<
  Single | Credential,
  Repeatable
>['single'] &
  Parameters<Single, Repeatable>['repeated'];

/**
 * The first step of every endpoint at which clients authenticate: parses the form, authenticates the client, and checks
 * that the client uses OpenID Connect.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 | RFC 6749 §3.2}
 *
 * @throws OAuthError if one of these steps fails
 */
export async function receiveClientForm<Single extends string, Repeatable extends string = never>(
  deps: Deps,
  issuer: Issuer,
  input: ClientFormInput,
  expected: {
    readonly endpoint: Endpoint;
    readonly single: readonly Single[];
    readonly repeatable?: readonly Repeatable[];
  },
): Promise<{ authenticated: AuthenticatedClient; form: ClientForm<Single, Repeatable> }> {
  const { single, repeated, duplicates } = readParameters<Single | Credential, Repeatable>(
    input.parameters,
    [...CREDENTIALS, ...expected.single],
    expected.repeatable,
  );
  // RFC 6749 §3.2: a client must not include a request parameter more than once.
  if (duplicates[0] !== undefined)
    throw new OAuthError('invalid_request', `The ${duplicates[0]} parameter must not be included more than once.`);
  const form = { ...single, ...repeated } as ClientForm<Single, Repeatable>;
  const authenticated = await authenticateClient(deps, issuer, {
    credentials: { ...(form as { readonly [name in Credential]?: string }), authorization: input.authorization },
    endpoint: expected.endpoint,
    caller: input.caller,
  });
  // The revocation endpoint skips this check, so that a client that no longer uses OpenID Connect can still revoke its
  // tokens.
  if (!authenticated.client.integrations.includes('OIDC') && expected.endpoint !== 'revocation') {
    const error = new OAuthError(
      'unauthorized_client',
      'This client cannot use OpenID Connect. Add OIDC to the integrations of the client.',
    );
    const facts = { kind: 'CLIENT_AUTHENTICATION', client: authenticated.client, caller: input.caller } as const;
    recordRefusedRequest(deps, facts, error);
    throw error;
  }
  if (STORING_ENDPOINTS.has(expected.endpoint)) {
    await checkPublicClientLimit(deps, 'publicClient', authenticated, input.caller, limitPoints(form));
  }
  return { authenticated, form };
}

/**
 * These endpoints store a client's request before any user signs in, so the number of requests from public clients is
 * limited.
 */
const STORING_ENDPOINTS: ReadonlySet<Endpoint> = new Set(['pushedAuthorizationRequest', 'deviceAuthorization']);

/**
 * Limits the requests of public clients from one IP address. Public clients are unauthenticated, and each of these
 * requests makes the server store data or verify a signature.
 * {@link https://www.rfc-editor.org/rfc/rfc9126#section-2.3 | RFC 9126 §2.3} defines the status 429 for too many requests.
 */
export async function checkPublicClientLimit(
  deps: Deps,
  limit: LimitName,
  { method }: AuthenticatedClient,
  { ipAddress }: Caller,
  points?: number,
): Promise<void> {
  if (method !== 'none' || (await deps.limits.take(limit, addressKey(ipAddress), points))) return;
  throw new OAuthError(
    'temporarily_unavailable',
    'Too many requests from this IP address. Wait a minute and try again.',
    {
      status: 429,
      headers: { 'Retry-After': '60' },
    },
  );
}
