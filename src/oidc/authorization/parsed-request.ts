import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import type { AuthorizationRequest } from '../protocol/authorization-request.js';
import { type ClaimsRequest, parseClaimsRequest } from '../protocol/claims-parameter.js';
import { type PromptValue, parseMaxAge, parsePrompt } from '../protocol/prompt.js';
import { parseTarget, type Target } from '../protocol/resource-indicators.js';
import { grantedScopes } from '../protocol/scope.js';

/** An authorization request as a typed value. Nothing that it holds is parsed again. */
export interface ParsedRequest {
  /** The parameters whose value is used as it is. */
  readonly parameters: Omit<AuthorizationRequest, 'scope' | 'resource' | 'audience' | 'prompt' | 'max_age' | 'claims'>;
  /** The scopes that the client can get, and the resources they are for. */
  readonly target: Target;
  readonly prompt: ReadonlySet<PromptValue>;
  /** Seconds. */
  readonly maxAge: number | undefined;
  readonly claims: ClaimsRequest;
  /** The scopes that existed when the request was parsed. */
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
