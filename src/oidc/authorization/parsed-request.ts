import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import type { AuthorizationRequest } from '../protocol/authorization-request.js';
import { type ClaimsRequest, parseClaimsRequest } from '../protocol/claims-parameter.js';
import { type PromptValue, parseMaxAge, parsePrompt } from '../protocol/prompt.js';
import { parseTarget, type Target } from '../protocol/resource-indicators.js';
import { grantedScopes } from '../protocol/scope.js';

/** An authorization request whose parameters have been parsed, so that later steps need not parse them again. */
export interface ParsedRequest {
  /** The parameters that need no parsing, as the client sent them. */
  readonly parameters: Omit<AuthorizationRequest, 'scope' | 'resource' | 'audience' | 'prompt' | 'max_age' | 'claims'>;
  /** The requested scopes that the client is allowed to use, and their resources. */
  readonly target: Target;
  readonly prompt: ReadonlySet<PromptValue>;
  /** The value of the `max_age` parameter in seconds, or `undefined` if the client omitted it. */
  readonly maxAge: number | undefined;
  readonly claims: ClaimsRequest;
  /** All scopes of the server at the time of parsing, so that later steps use the same list. */
  readonly knownScopes: readonly Scope[];
}

/**
 * Parses the parameters of an authorization request.
 *
 * @throws OAuthError `invalid_request`, `invalid_scope` or `invalid_target`
 */
export function parseAuthorizationRequest(
  client: Client,
  knownScopes: readonly Scope[],
  parameters: AuthorizationRequest,
): ParsedRequest {
  return {
    parameters,
    target: parseTarget(client, knownScopes, grantedScopes(client, knownScopes, parameters.scope), parameters),
    prompt: parsePrompt(parameters),
    maxAge: parseMaxAge(parameters),
    claims: parseClaimsRequest(parameters),
    knownScopes,
  };
}
