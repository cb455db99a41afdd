import type { JsonObject } from '../model/json.js';
import { numericDate } from '../model/time.js';

/** A claim and the value to compare it with. In error texts, `name` describes the value. */
export interface ClaimValue {
  readonly claim: string;
  readonly value: string;
  readonly name: string;
}

type TimeClaim = 'exp' | 'nbf' | 'iat';

/**
 * The rules that the claims of a JWT must satisfy. Client assertions, request objects and DPoP proofs have different
 * rules. An omitted rule is not checked.
 */
export interface ClaimRules {
  readonly equal?: readonly ClaimValue[];
  readonly different?: readonly ClaimValue[];
  /**
   * The `aud` claim must contain one of the values in `anyOf`. `form` is the accepted JSON form: `string` means a
   * string, as FAPI 2.0 requires for client assertions; `single` a string or a list of one string; `list` a string or
   * any list.
   */
  readonly audience?: { readonly anyOf: readonly string[]; readonly form: 'string' | 'single' | 'list' };
  readonly jti?: { readonly required: boolean; readonly maxLength?: number };
  readonly times?: TimeRules;
}

/**
 * The rules for the claims `exp`, `nbf` and `iat`, in seconds. Each of these claims must be a number if the JWT
 * contains it.
 */
export interface TimeRules {
  readonly required: readonly TimeClaim[];
  /**
   * The tolerance for clocks that differ: `exp` may be `expSkewSeconds` ago, and `nbf` and `iat` may be
   * `futureSkewSeconds` in the future.
   */
  readonly expSkewSeconds?: number;
  readonly futureSkewSeconds: number;
  /** How many seconds `exp` may be in the future. `expSkewSeconds` is added to this limit. */
  readonly maxExpAheadSeconds?: number;
  /**
   * The age and the lifetime of a JWT are counted from the first claim in this list that the JWT contains. The JWT must
   * contain at least one of these claims.
   */
  readonly start?: readonly ('nbf' | 'iat')[];
  readonly maxAgeSeconds?: number;
  readonly maxLifetimeSeconds?: number;
}

/**
 * Checks the claims of a JWT. Returns `undefined` if the claims satisfy all rules. Otherwise returns the first broken
 * rule, as text that completes a sentence beginning with the name of the JWT.
 * {@link https://www.rfc-editor.org/rfc/rfc7519#section-4.1 | RFC 7519 §4.1}
 */
export function claimProblem(claims: JsonObject, rules: ClaimRules, now: Date): string | undefined {
  return (
    valueProblem(claims, rules) ??
    audienceProblem(claims, rules.audience) ??
    jtiProblem(claims, rules.jti) ??
    (rules.times && timeProblem(claims, rules.times, numericDate(now)))
  );
}

function valueProblem(claims: JsonObject, { equal = [], different = [] }: ClaimRules): string | undefined {
  const wrong = equal.find(({ claim, value }) => claims[claim] !== value);
  if (wrong !== undefined) return `must have ${wrong.name} as its ${wrong.claim} claim`;
  const forbidden = different.find(({ claim, value }) => claims[claim] === value);
  return forbidden && `must not have ${forbidden.name} as its ${forbidden.claim} claim`;
}

function audienceProblem({ aud }: JsonObject, rule: ClaimRules['audience']): string | undefined {
  if (rule === undefined) return undefined;
  const { anyOf, form } = rule;
  if (form === 'string' && typeof aud !== 'string') return 'must have the issuer as its aud claim, as a single string';
  const audiences = [aud].flat();
  if (form === 'single' && audiences.length !== 1)
    return 'must have the issuer as its aud claim, and no other audience';
  return audiences.some((one) => typeof one === 'string' && anyOf.includes(one))
    ? undefined
    : `must have the issuer ${form === 'list' ? 'in' : 'as'} its aud claim`;
}

function jtiProblem({ jti }: JsonObject, rule: ClaimRules['jti']): string | undefined {
  if (rule === undefined || (jti === undefined && !rule.required)) return undefined;
  if (typeof jti !== 'string' || jti === '') return 'must have a non-empty string as its jti claim';
  return rule.maxLength !== undefined && jti.length > rule.maxLength
    ? `must have a jti claim of at most ${rule.maxLength} characters`
    : undefined;
}

function timeProblem(claims: JsonObject, rules: TimeRules, now: number): string | undefined {
  const { exp, nbf, iat } = claims;
  for (const name of ['exp', 'nbf', 'iat'] as const) {
    const isNeeded = claims[name] !== undefined || rules.required.includes(name);
    if (isNeeded && typeof claims[name] !== 'number') return `must have a number as its ${name} claim`;
  }
  const { expSkewSeconds = 0, maxExpAheadSeconds = Number.POSITIVE_INFINITY } = rules;
  if (typeof exp === 'number' && exp <= now - expSkewSeconds)
    return 'has expired: the time in its exp claim has passed';
  if (typeof exp === 'number' && exp > now + maxExpAheadSeconds + expSkewSeconds) {
    return `has an exp claim that is more than ${maxExpAheadSeconds / 60} minutes from now`;
  }
  const ahead = Object.entries({ nbf, iat }).find(([, time]) => Number(time ?? 0) > now + rules.futureSkewSeconds);
  if (ahead !== undefined) return `has an ${ahead[0]} claim that is in the future`;
  return rules.start && startProblem(claims, rules, rules.start, now);
}

function startProblem(
  claims: JsonObject,
  { maxAgeSeconds = Number.POSITIVE_INFINITY, maxLifetimeSeconds = Number.POSITIVE_INFINITY }: TimeRules,
  names: readonly ('nbf' | 'iat')[],
  now: number,
): string | undefined {
  const name = names.find((one) => claims[one] !== undefined);
  if (name === undefined) return `must have an ${names.join(' or ')} claim`;
  const start = Number(claims[name]);
  if (start < now - maxAgeSeconds) return `has an ${name} claim that is more than ${maxAgeSeconds / 60} minutes ago`;
  return Number(claims.exp ?? 0) > start + maxLifetimeSeconds
    ? `has an exp claim that is more than ${maxLifetimeSeconds / 60} minutes after ${name}`
    : undefined;
}
