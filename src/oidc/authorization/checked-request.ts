import { knownScopes } from '../../access/claims.js';
import type { OpenInteraction } from '../../access/interaction/interaction.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { AuthorizationRequest, ReadAuthorizationRequest } from '../protocol/authorization-request.js';
import { findClientOfIssuer } from '../protocol/client-of-issuer.js';
import { type CheckedRedirectUri, parseRedirectUri } from '../protocol/redirect-uri.js';
import { parseTarget, type Target } from '../protocol/resource-indicators.js';
import { grantedScopes } from '../protocol/scope.js';
import { type AuthenticationDemands, demandsOf } from './authentication-demands.js';
import { checkAuthorizationRequest } from './authorization-checks.js';
import { makeRedirectTarget, type RedirectTarget } from './authorization-response.js';
import { type ResolvedRequest, resolveRequest, type StoredRequest } from './resolved-request.js';

/** What an interaction keeps of a request. A type, not an interface: it is stored as JSON. */
export type KeptRequest = StoredRequest & { readonly clientGrantEpoch: number };

/** A request that has passed every check, and who asks it where. */
export interface CheckedRequest {
  readonly issuer: Issuer;
  readonly client: Client;
  /** `Client.grantEpoch` from the moment the sign-in began. */
  readonly clientGrantEpoch: number;
  readonly stored: StoredRequest;
  readonly request: AuthorizationRequest;
  readonly knownScopes: readonly Scope[];
  readonly target: Target;
  readonly demands: AuthenticationDemands;
  readonly redirectTarget: RedirectTarget;
}

/** Is told where errors may go, as soon as that is proved. */
export type Prove = (redirectTarget: RedirectTarget) => void;

/** RFC 6749 §4.1.2.1: without a valid client identifier and redirect URI, MUST NOT redirect. */
export async function checkNew(
  deps: Deps,
  issuer: Issuer,
  read: ReadAuthorizationRequest,
  prove: Prove,
): Promise<CheckedRequest> {
  const { request, duplicates } = read;
  if (request.client_id === undefined) throw new OAuthError('invalid_request', 'client_id is missing.');
  const twice = duplicates.find((name) => name === 'client_id' || name === 'redirect_uri');
  if (twice !== undefined) throw new OAuthError('invalid_request', `${twice} came more than once.`);
  const client = await findClientOfIssuer(deps, issuer, request.client_id);
  if (client === undefined) throw new OAuthError('invalid_client', 'There is no such client.');
  const resolved = await resolveRequest(deps, issuer, client, read);
  return checkResolved(deps, { issuer, client, clientGrantEpoch: client.grantEpoch }, resolved, prove);
}

/** The same checks again: a client may have changed while its user signed in. */
export async function checkKept(
  deps: Deps,
  { interaction, client, issuer }: OpenInteraction,
  prove: Prove,
): Promise<CheckedRequest> {
  const { clientGrantEpoch, ...stored } = interaction.request as KeptRequest;
  return checkResolved(deps, { issuer, client, clientGrantEpoch }, { ...stored, duplicates: [] }, prove);
}

/** Every check, whether the request came by itself, signed, pushed, or out of an interaction. */
export async function checkResolved(
  deps: Deps,
  asking: Pick<CheckedRequest, 'issuer' | 'client' | 'clientGrantEpoch'>,
  { duplicates, refusal, ...stored }: ResolvedRequest,
  prove: Prove,
): Promise<CheckedRequest> {
  const { issuer, client } = asking;
  const { request } = stored;
  if (!client.integrations.includes('OIDC')) {
    throw new OAuthError('unauthorized_client', 'The client does not use OpenID Connect.');
  }
  // What came twice has no value that could be echoed or obeyed.
  const { state, response_mode, response_type } = request;
  const uri = redirectUriOrRefusal(refusal, client, request.redirect_uri);
  const redirectTarget = makeRedirectTarget(
    { issuer, client, uri },
    {
      ...(response_type !== undefined && !duplicates.includes('response_type') && { response_type }),
      ...(state !== undefined && !duplicates.includes('state') && { state }),
      ...(response_mode !== undefined && !duplicates.includes('response_mode') && { response_mode }),
    },
  );
  prove(redirectTarget);
  if (refusal !== undefined) throw refusal;
  const known = await knownScopes(deps);
  checkAuthorizationRequest({ ...stored, config: deps.config, client, knownScopes: known, duplicates });
  const target = parseTarget(client, known, grantedScopes(client, known, request.scope), request);
  const demands = await demandsOf(deps, issuer, client, stored);
  return {
    ...asking,
    stored: withoutHint(stored, demands),
    request,
    redirectTarget,
    demands,
    knownScopes: known,
    target,
  };
}

/** A token is not kept where what it says will do. */
function withoutHint(stored: StoredRequest, { hintedSubject }: AuthenticationDemands): StoredRequest {
  const { id_token_hint: _, ...request } = stored.request;
  return { ...stored, request, ...(hintedSubject !== undefined && { hintedSubject }) };
}

/** Of two things that are wrong the request object's own is told. */
function redirectUriOrRefusal(
  refusal: OAuthError | undefined,
  client: Client,
  asked: string | undefined,
): CheckedRedirectUri {
  try {
    return parseRedirectUri(client, asked);
  } catch (error) {
    throw refusal ?? error;
  }
}
