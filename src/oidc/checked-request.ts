import { knownScopes } from '../access/claims.js';
import type { OpenInteraction } from '../access/interaction.js';
import type { Client } from '../model/client.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import type { Issuer } from '../model/issuer.js';
import { type AuthenticationDemands, demandsOf } from './authentication-demands.js';
import { checkAuthorizationRequest } from './authorization-checks.js';
import type { AuthorizationRequest, ReadAuthorizationRequest } from './authorization-request.js';
import { type RedirectTarget, redirectTarget } from './authorization-response.js';
import { findClientOfIssuer } from './client-of-issuer.js';
import { proveRedirectUri } from './redirect-uri.js';
import { type Aim, aimAt } from './resource-indicators.js';
import { grantedScopes } from './scope.js';

/** What an interaction keeps of a request. A type, not an interface: it is stored as JSON. */
export type KeptRequest = { readonly request: AuthorizationRequest; readonly clientGrantEpoch: number };

/** A request that has passed every check, and who asks it where. */
export interface CheckedRequest {
  readonly issuer: Issuer;
  readonly client: Client;
  /** `Client.grantEpoch` from the moment the sign-in began. */
  readonly clientGrantEpoch: number;
  readonly request: AuthorizationRequest;
  readonly aim: Aim;
  readonly demands: AuthenticationDemands;
  readonly target: RedirectTarget;
}

/** Is told where errors may go, as soon as that is proved. */
export type Prove = (target: RedirectTarget) => void;

/** RFC 6749 §4.1.2.1: without a valid client identifier and redirect URI, MUST NOT redirect. */
export const checkNew = async (
  deps: Deps,
  issuer: Issuer,
  read: ReadAuthorizationRequest,
  prove: Prove,
): Promise<CheckedRequest> => {
  const { request, duplicates } = read;
  if (request.client_id === undefined) throw new OAuthError('invalid_request', 'client_id is missing.');
  const twice = duplicates.find((name) => name === 'client_id' || name === 'redirect_uri');
  if (twice !== undefined) throw new OAuthError('invalid_request', `${twice} came more than once.`);
  const client = await findClientOfIssuer(deps, issuer, request.client_id);
  if (client === undefined) throw new OAuthError('invalid_client', 'There is no such client.');
  return check(deps, { issuer, client, clientGrantEpoch: client.grantEpoch }, read, prove);
};

/** The same checks again: a client may have changed while its user signed in. */
export const checkKept = async (
  deps: Deps,
  { interaction, client, issuer }: OpenInteraction,
  prove: Prove,
): Promise<CheckedRequest> => {
  const { request, clientGrantEpoch } = interaction.request as KeptRequest;
  return check(deps, { issuer, client, clientGrantEpoch }, { request, duplicates: [] }, prove);
};

const check = async (
  deps: Deps,
  asking: Pick<CheckedRequest, 'issuer' | 'client' | 'clientGrantEpoch'>,
  { request, duplicates }: ReadAuthorizationRequest,
  prove: Prove,
): Promise<CheckedRequest> => {
  const { issuer, client } = asking;
  if (!client.integrations.includes('OIDC')) {
    throw new OAuthError('unauthorized_client', 'The client does not use OpenID Connect.');
  }
  // What came twice has no value that could be echoed or obeyed.
  const { state, response_mode } = request;
  const uri = proveRedirectUri(client, request.redirect_uri);
  const target = redirectTarget(
    { issuer, client, uri },
    {
      ...(state !== undefined && !duplicates.includes('state') && { state }),
      ...(response_mode !== undefined && !duplicates.includes('response_mode') && { response_mode }),
    },
  );
  prove(target);
  const known = await knownScopes(deps);
  checkAuthorizationRequest({ config: deps.config, client, knownScopes: known, request, duplicates });
  const aim = aimAt(client, known, grantedScopes(client, known, request.scope), request);
  const demands = await demandsOf(deps, issuer, client, request);
  return { ...asking, request, target, demands, aim };
};
