import type { ActiveSession } from '../../access/sessions/session.js';
import { subjectOf } from '../../access/subject.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { acrClaim } from '../protocol/acr.js';
import { type ClaimRequest, isRequestedValue, parseClaimsRequest } from '../protocol/claims-parameter.js';
import { verifyIdTokenHint } from '../protocol/id-token-hint.js';
import type { StoredRequest } from './resolved-request.js';

/** Who must be signed in, and how, as the client demands it. */
export interface AuthenticationDemands {
  /** `sub` of the `id_token_hint`. */
  readonly hintedSubject?: string;
  readonly sub?: ClaimRequest;
  readonly acr?: ClaimRequest;
}

/** @throws OAuthError `invalid_request` where the hint is no ID token of this issuer for this client */
export async function demandsOf(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  { request, hintedSubject: known }: Pick<StoredRequest, 'request' | 'hintedSubject'>,
): Promise<AuthenticationDemands> {
  const { sub, acr } = parseClaimsRequest(request).id_token ?? {};
  const hintedSubject = (await subjectOfHint(deps, issuer, client, request.id_token_hint)) ?? known;
  return {
    ...(hintedSubject !== undefined && { hintedSubject }),
    ...(sub !== undefined && { sub }),
    ...(acr?.essential === true && { acr }),
  };
}

async function subjectOfHint(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  hint: string | undefined,
): Promise<string | undefined> {
  if (hint === undefined) return undefined;
  const claims = await verifyIdTokenHint(deps, issuer, client, hint);
  if (claims === undefined) {
    throw new OAuthError('invalid_request', 'id_token_hint is not an ID token that was issued to the client.');
  }
  return String(claims.sub);
}

/** What the session does not meet of the demands. */
export function unmetDemand(
  { hintedSubject, sub, acr }: AuthenticationDemands,
  issuer: Issuer,
  client: Client,
  { session, user }: ActiveSession,
): OAuthError | undefined {
  const subject = subjectOf(issuer, client, user);
  // OpenID Connect Core §3.1.2.1, §5.5.1: MUST return an error if somebody else is signed in.
  if (
    (hintedSubject !== undefined && hintedSubject !== subject) ||
    (sub !== undefined && !isRequestedValue(sub, subject))
  ) {
    return new OAuthError('login_required', 'Another user is signed in than the one asked for.');
  }
  // §5.5.1.1: an essential acr that is not met MUST be treated as a failed authentication.
  if (acr !== undefined && !isRequestedValue(acr, acrClaim(session.acr, acr))) {
    return new OAuthError('unmet_authentication_requirements', 'The acr that is asked for was not reached.');
  }
  return undefined;
}
