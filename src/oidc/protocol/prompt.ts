import { OAuthError } from '../../model/errors.js';
import { secondsAfter } from '../../model/time.js';
import type { AuthorizationRequest } from './authorization-request.js';

export const PROMPT_VALUES = ['none', 'login', 'consent', 'select_account', 'create'] as const;
export type PromptValue = (typeof PROMPT_VALUES)[number];

type Asked = Pick<AuthorizationRequest, 'prompt' | 'max_age'>;

/** {@link https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest | OpenID Connect Core §3.1.2.1} */
export function promptOf({ prompt }: Asked): ReadonlySet<PromptValue> {
  const asked = (prompt ?? '').split(' ').filter((value) => value !== '');
  const values = new Set(PROMPT_VALUES.filter((value) => asked.includes(value)));
  if (asked.some((value) => !PROMPT_VALUES.some((known) => known === value))) {
    throw new OAuthError('invalid_request', 'prompt has a value that is not supported.');
  }
  // If this parameter contains none with any other value, an error is returned.
  if (values.has('none') && values.size > 1) {
    throw new OAuthError('invalid_request', 'prompt has none together with another value.');
  }
  return values;
}

/** Seconds, as asked for. */
export function maxAgeOf({ max_age }: Asked): number | undefined {
  if (max_age === undefined) return undefined;
  if (!/^\d{1,10}$/.test(max_age)) throw new OAuthError('invalid_request', 'max_age must be a number of seconds.');
  return Number(max_age);
}

/** When an authentication must have happened after, to meet `prompt` and `max_age`. */
export function authenticateAfter(asked: Asked, now: Date): Date | undefined {
  const prompt = promptOf(asked);
  // MUST actively re-authenticate; another account, or a new one, is a new authentication as well.
  if (prompt.has('login') || prompt.has('select_account') || prompt.has('create')) return now;
  const maxAge = maxAgeOf(asked);
  return maxAge === undefined ? undefined : secondsAfter(now, -maxAge);
}
