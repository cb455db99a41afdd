import { OAuthError } from '../../model/errors.js';
import { secondsAfter } from '../../model/time.js';
import type { AuthorizationRequest } from './authorization-request.js';

export const PROMPT_VALUES = ['none', 'login', 'consent', 'select_account', 'create'] as const;
export type PromptValue = (typeof PROMPT_VALUES)[number];

type PromptParameters = Pick<AuthorizationRequest, 'prompt' | 'max_age'>;

/**
 * Parses the `prompt` parameter, which contains values separated by spaces.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest | OpenID Connect Core §3.1.2.1}
 */
export function parsePrompt({ prompt }: PromptParameters): ReadonlySet<PromptValue> {
  const asked = (prompt ?? '').split(' ').filter((value) => value !== '');
  const values = new Set(PROMPT_VALUES.filter((value) => asked.includes(value)));
  if (asked.some((value) => !PROMPT_VALUES.some((known) => known === value))) {
    throw new OAuthError(
      'invalid_request',
      `The prompt parameter must contain only these values: ${PROMPT_VALUES.join(', ')}.`,
      { parameter: 'prompt' },
    );
  }
  // OpenID Connect Core §3.1.2.1: if prompt contains none together with another value, the server returns an error.
  if (values.has('none') && values.size > 1) {
    throw new OAuthError(
      'invalid_request',
      'The prompt parameter must not contain another value if it contains the value none.',
      { parameter: 'prompt' },
    );
  }
  return values;
}

/**
 * Parses the `max_age` parameter: the maximum number of seconds since the user authenticated. Returns `undefined` if
 * the client omitted the parameter.
 */
export function parseMaxAge({ max_age }: PromptParameters): number | undefined {
  if (max_age === undefined) return undefined;
  if (!/^\d{1,10}$/.test(max_age))
    throw new OAuthError('invalid_request', 'The max_age parameter must be a whole number of seconds.', {
      parameter: 'max_age',
    });
  return Number(max_age);
}

/**
 * Returns the time of the earliest sign-in that `prompt` and `max_age` accept: a user who signed in before this time
 * must sign in again. Returns `undefined` if these parameters accept every sign-in.
 */
export function authenticateAfter(
  { prompt, maxAge }: { readonly prompt: ReadonlySet<PromptValue>; readonly maxAge: number | undefined },
  now: Date,
): Date | undefined {
  // With prompt=login (OpenID Connect Core §3.1.2.1), select_account or create, the user must authenticate again.
  if (prompt.has('login') || prompt.has('select_account') || prompt.has('create')) return now;
  return maxAge === undefined ? undefined : secondsAfter(now, -maxAge);
}
