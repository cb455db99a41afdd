import type { JsonObject, JsonValue } from '../../model/json.js';
import {
  AUTHORIZATION_PARAMETERS,
  type AuthorizationRequest,
  REPEATABLE_PARAMETERS,
} from '../protocol/authorization-request.js';

interface Members {
  readonly request: AuthorizationRequest;
  /** The problem with the first invalid claim. The text completes a sentence that begins with `The request object`. */
  readonly problem?: string;
}

/**
 * Reads the parameters of an authorization request from the claims of a request object, which is a signed JWT.
 * {@link https://www.rfc-editor.org/rfc/rfc9101#section-4 | RFC 9101 §4}
 */
export function parseMembers(claims: JsonObject): Members {
  const request: { [name: string]: string | string[] } = {};
  let problem: string | undefined;
  for (const name of [...AUTHORIZATION_PARAMETERS, ...REPEATABLE_PARAMETERS]) {
    const claim = claims[name];
    if (claim === undefined || claim === '') continue;
    const value = parameterValue(name, claim);
    if (value === undefined) problem ??= `has a ${name} claim of the wrong type`;
    else request[name] = value;
  }
  // RFC 9101 §4: a request object must not contain request or request_uri.
  if (claims.request !== undefined || claims.request_uri !== undefined)
    problem ??= 'must not have a request or request_uri claim';
  return { request: request as AuthorizationRequest, ...(problem !== undefined && { problem }) };
}

function parameterValue(name: string, claim: JsonValue): string | string[] | undefined {
  if (REPEATABLE_PARAMETERS.some((repeatable) => repeatable === name)) return stringList(claim);
  if (typeof claim === 'string') return claim;
  // RFC 9101 §4: a request object contains max_age as a JSON number, and claims as a JSON object.
  if (name === 'max_age' && typeof claim === 'number') return String(claim);
  return name === 'claims' && typeof claim === 'object' ? JSON.stringify(claim) : undefined;
}

function stringList(claim: JsonValue): string[] | undefined {
  const list = [claim].flat();
  return list.every((one) => typeof one === 'string') ? (list as string[]) : undefined;
}
