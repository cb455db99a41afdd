import { addressKey } from '../../access/address-key.js';
import { worthOf } from '../../access/interaction/interaction.js';
import { type ParameterEntries, type Parameters, readParameters } from '../../access/interaction/parameters.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps, LimitName } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { Endpoint } from '../protocol/endpoints.js';
import { type AuthenticatedClient, authenticateClient } from './client-authentication.js';

/** A form that a client posted, to an endpoint where it says who it is. */
export interface ClientFormInput {
  readonly parameters: ParameterEntries;
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** The `DPoP` header. */
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
 * What every endpoint begins with that a client comes to: its parameters, who it is, and that it uses this protocol.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 | RFC 6749 §3.2}
 *
 * @throws OAuthError
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
  // Request parameters MUST NOT be included more than once.
  if (duplicates[0] !== undefined) throw new OAuthError('invalid_request', `${duplicates[0]} came more than once.`);
  const form = { ...single, ...repeated } as ClientForm<Single, Repeatable>;
  const authenticated = await authenticateClient(deps, issuer, {
    credentials: { ...(form as { readonly [name in Credential]?: string }), authorization: input.authorization },
    endpoint: expected.endpoint,
    caller: input.caller,
  });
  // What it still has it may give back.
  if (!authenticated.client.integrations.includes('OIDC') && expected.endpoint !== 'revocation') {
    throw new OAuthError('unauthorized_client', 'The client does not use OpenID Connect.');
  }
  if (KEEPS_REQUESTS.has(expected.endpoint)) {
    await limitPublic(deps, 'publicClient', authenticated, input.caller, worthOf(form));
  }
  return { authenticated, form };
}

/** Where what a client sends is kept until somebody comes for it. */
const KEEPS_REQUESTS: ReadonlySet<Endpoint> = new Set(['pushedAuthorizationRequest', 'deviceAuthorization']);

/** {@link https://www.rfc-editor.org/rfc/rfc9126#section-2.3 | RFC 9126 §2.3}: 429 where there were too many. */
export async function limitPublic(
  deps: Deps,
  limit: LimitName,
  { method }: AuthenticatedClient,
  { ipAddress }: Caller,
  worth?: number,
): Promise<void> {
  if (method !== 'none' || (await deps.limits.take(limit, addressKey(ipAddress), worth))) return;
  throw new OAuthError('temporarily_unavailable', 'Too many requests from this address; wait a minute.', {
    status: 429,
    headers: { 'Retry-After': '60' },
  });
}
