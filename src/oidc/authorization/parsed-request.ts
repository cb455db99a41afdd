import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import type { AuthorizationRequest } from '../protocol/authorization-request.js';
import { type ClaimsRequest, parseClaimsRequest } from '../protocol/claims-parameter.js';
import { type PromptValue, parseMaxAge, parsePrompt } from '../protocol/prompt.js';
import { parseTarget, type Target } from '../protocol/resource-indicators.js';
import { grantedScopes } from '../protocol/scope.js';

/** A parsed authorization request. Later steps do not parse its parameters again. */
export interface ParsedRequest {
  /** The parameters that need no parsing. */
  readonly parameters: Omit<AuthorizationRequest, 'scope' | 'resource' | 'audience' | 'prompt' | 'max_age' | 'claims'>;
  /** The requested scopes that the client is allowed to use, and their resources. */
  readonly target: Target;
  readonly prompt: ReadonlySet<PromptValue>;
  /** The `max_age` parameter, in seconds. */
  readonly maxAge: number | undefined;
  readonly claims: ClaimsRequest;
  /** All scopes that existed when the request was parsed. */
  readonly knownScopes: readonly Scope[];
}

/** @throws OAuthError `invalid_request`, `invalid_scope` or `invalid_target` */
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
