import type { ShownEvent } from '../../events/shown-event.js';
import { isUnknownRedirect } from '../../events/why.js';
import type { Texts } from '../../texts/texts.js';

/** The refusals for which the console has words of its own, by the reason in the event. */
const REASONS = [
  'access_denied',
  'invalid_assertion',
  'invalid_client',
  'invalid_dpop_proof',
  'invalid_grant',
  'invalid_redirect_uri',
  'invalid_request',
  'invalid_scope',
  'login_required',
  'repeated',
  'unauthorized_client',
  'unmet_authentication_requirements',
  'unsupported_grant_type',
  'unsupported_response_type',
  'wrong_method',
  'wrong_secret',
] as const;

/** Whether the event says that a user signed in to the client. Other tokens are issued without the user. */
export function isSignIn({ type, detail: { pkce, host, device } }: ShownEvent): boolean {
  return type === 'TOKEN_ISSUED' && (typeof pkce === 'boolean' || typeof host === 'string' || device === true);
}

/** Returns why the server refused something, in words. */
export function reasonInWords(texts: Texts, event: ShownEvent): string | undefined {
  if (event.type === 'ACCESS_DENIED') return reasonOf(texts, 'access_denied');
  if (isUnknownRedirect(event)) return reasonOf(texts, 'invalid_redirect_uri');
  const code = event.detail.reason ?? event.detail.error;
  return typeof code === 'string' ? reasonOf(texts, code) : undefined;
}

export function reasonOf(texts: Texts, code: string): string {
  const known = REASONS.find((one) => one === code);
  return known === undefined ? code : texts.say(`applications.reason.${known}`);
}
