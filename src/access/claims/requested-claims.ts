import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '../../model/json.js';

/**
 * The request for one claim in the `claims` parameter: whether the claim is essential, and which values are accepted
 * (OpenID Connect Core §5.5.1).
 */
export type ClaimRequest = { readonly essential?: boolean; readonly value?: JsonValue; readonly values?: JsonValue[] };

/** The claims that a client requests one by one, by their names. */
export type ClaimRequests = { readonly [name: string]: ClaimRequest };

/**
 * Whether the claim value `present` is one of the values that the client requested. If the client requested no
 * particular value, every value is accepted (OpenID Connect Core §5.5.1).
 */
export function isRequestedValue({ value, values }: ClaimRequest, present: JsonValue): boolean {
  return (
    (value === undefined || isDeepStrictEqual(value, present)) &&
    (values === undefined || values.some((one) => isDeepStrictEqual(one, present)))
  );
}
