import type { JsonObject, JsonValue } from '../../model/json.js';
import {
  AUTHORIZATION_PARAMETERS,
  type AuthorizationRequest,
  REPEATABLE_PARAMETERS,
} from '../protocol/authorization-request.js';

/** The end of a sentence that begins with what is wrong. */
interface Members {
  readonly request: AuthorizationRequest;
  readonly problem?: string;
}

/**
 * The parameters of a request object, as they would stand outside.
 * {@link https://www.rfc-editor.org/rfc/rfc9101#section-4 | RFC 9101 §4}
 */
export function membersOf(claims: JsonObject): Members {
  const request: { [name: string]: string | string[] } = {};
  let problem: string | undefined;
  for (const name of [...AUTHORIZATION_PARAMETERS, ...REPEATABLE_PARAMETERS]) {
    const value = claims[name];
    if (value === undefined || value === '') continue;
    const plain = plainValue(name, value);
    if (plain === undefined) problem ??= `has a ${name} of the wrong type`;
    else request[name] = plain;
  }
  // MUST NOT be included in the Request Object.
  if (claims.request !== undefined || claims.request_uri !== undefined)
    problem ??= 'must not have request or request_uri';
  return { request: request as AuthorizationRequest, ...(problem !== undefined && { problem }) };
}

function plainValue(name: string, value: JsonValue): string | string[] | undefined {
  if (REPEATABLE_PARAMETERS.some((repeatable) => repeatable === name)) return textList(value);
  if (typeof value === 'string') return value;
  // Numbers are JSON numbers, and `claims` is a JSON object.
  if (name === 'max_age' && typeof value === 'number') return String(value);
  return name === 'claims' && typeof value === 'object' ? JSON.stringify(value) : undefined;
}

function textList(value: JsonValue): string[] | undefined {
  const list = [value].flat();
  return list.every((one) => typeof one === 'string') ? (list as string[]) : undefined;
}
