import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { failedChecks } from '../../oidc/authorization/authorization-checks.js';
import { type ParsedRequest, parseAuthorizationRequest } from '../../oidc/authorization/parsed-request.js';
import type { ResolvedRequest } from '../../oidc/authorization/resolved-request.js';
import type { AuthorizationRequest } from '../../oidc/protocol/authorization-request.js';

/** Parameters that a request can omit. Without a wrong one, the rest of the request can be checked. */
const OMITTABLE: readonly (keyof AuthorizationRequest)[] = [
  'scope',
  'resource',
  'audience',
  'prompt',
  'max_age',
  'claims',
];

interface Facts {
  readonly client: Client;
  readonly known: readonly Scope[];
  readonly resolved: ResolvedRequest;
}

/**
 * Returns the errors that a request would get after `first` is mended, so that an administrator sees all of them at
 * once. If a request object was rejected, its parameters are not examined.
 */
export function findMoreProblems({ config }: Pick<Deps, 'config'>, facts: Facts, first: OAuthError): OAuthError[] {
  const { client, resolved } = facts;
  if (resolved.rejection !== undefined) return [];
  const { parsed, errors } = parseAsFarAsPossible(facts);
  const failed =
    parsed === undefined ? [] : [...failedChecks({ config, client, parsed, arrival: resolved }, 'authorize')];
  const all = new Map([...errors, ...failed].map((error) => [error.message, error]));
  all.delete(first.message);
  return [...all.values()];
}

function parseAsFarAsPossible({ client, known, resolved }: Facts): {
  readonly parsed: ParsedRequest | undefined;
  readonly errors: readonly OAuthError[];
} {
  const errors: OAuthError[] = [];
  let request = resolved.request;
  for (const _ of OMITTABLE) {
    try {
      return { parsed: parseAuthorizationRequest(client, known, request), errors };
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      errors.push(error);
      const wrong = OMITTABLE.find((name) => name === error.parameter && request[name] !== undefined);
      if (wrong === undefined) break;
      const { [wrong]: _wrong, ...rest } = request;
      request = rest;
    }
  }
  return { parsed: undefined, errors };
}
