import { type ClaimRequest, isRequestedValue } from '../../access/claims/requested-claims.js';
import { subjectOf } from '../../access/names/subject.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { acrClaim } from '../protocol/acr.js';
import { verifyIdTokenHint } from '../protocol/id-token-hint.js';
import type { ParsedRequest } from './parsed-request.js';

/** The user (`hintedSubject`, `sub`) and the authentication level (`acr`) that an authorization request demands. */
export interface AuthenticationDemands {
  /** The `sub` claim of the `id_token_hint`: the user that the client expects to be signed in. */
  readonly hintedSubject?: string;
  readonly sub?: ClaimRequest;
  readonly acr?: ClaimRequest;
}

interface ClientAtIssuer {
  readonly client: Client;
  readonly issuer: Issuer;
}

/**
 * Returns the user and the `acr` that an authorization request demands. `storedSubject` is the `sub` claim of an
 * `id_token_hint` that was verified when the request arrived.
 *
 * @throws OAuthError `invalid_request` if `id_token_hint` is not an ID token that this issuer issued to the client
 */
export async function findDemands(
  deps: Deps,
  at: ClientAtIssuer,
  { parameters, claims }: ParsedRequest,
  storedSubject: string | undefined,
): Promise<AuthenticationDemands> {
  const { sub, acr } = claims.id_token ?? {};
  const hintedSubject = (await verifiedSubject(deps, at, parameters.id_token_hint)) ?? storedSubject;
  return {
    ...(hintedSubject !== undefined && { hintedSubject }),
    ...(sub !== undefined && { sub }),
    ...(acr?.essential === true && { acr }),
  };
}

async function verifiedSubject(
  deps: Deps,
  { issuer, client }: ClientAtIssuer,
  hint: string | undefined,
): Promise<string | undefined> {
  if (hint === undefined) return undefined;
  const claims = await verifyIdTokenHint(deps, issuer, client, hint);
  if (claims === undefined) {
    throw new OAuthError(
      'invalid_request',
      'The id_token_hint parameter is not an ID token that this issuer issued to this client.',
      { parameter: 'id_token_hint' },
    );
  }
  return String(claims.sub);
}

/**
 * Returns an error if the request demands another user than the signed-in user, or an `acr` that the session has not
 * reached.
 */
export function findUnmetDemand(
  { hintedSubject, sub, acr }: AuthenticationDemands,
  { issuer, client }: ClientAtIssuer,
  { session, user }: ActiveSession,
): OAuthError | undefined {
  const subject = subjectOf(issuer, client, user);
  // OpenID Connect Core §3.1.2.1, §5.5.1: if the client requested a particular user, the server must not issue a code
  // for another user.
  const isHinted = hintedSubject === undefined || hintedSubject === subject;
  if (!isHinted || (sub !== undefined && !isRequestedValue(sub, subject))) {
    return new OAuthError(
      'login_required',
      'The signed-in user is not the user that the request names in id_token_hint or claims.',
    );
  }
  // OpenID Connect Core §5.5.1.1: if the client requested an essential acr that the session does not have, the server
  // must treat this as a failed authentication.
  if (acr !== undefined && !isRequestedValue(acr, acrClaim(session.acr, acr))) {
    return new OAuthError(
      'unmet_authentication_requirements',
      'The user did not sign in with an authentication method that reaches the requested acr value. Sign in with another passkey, or request a lower acr value.',
    );
  }
  return undefined;
}
