import type { LiveGrant } from '../../access/live-grant.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import { numericDate } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import type { DpopKey } from '../protocol/dpop.js';
import { type AccessTokenFacts, makeAccessToken } from './access-token.js';
import { makeIdToken } from './id-token.js';
import type { RefreshToken } from './refresh-token.js';

/** The data from which `issueTokens` makes one response of the token endpoint. */
export interface Issuance {
  readonly issuer: Issuer;
  readonly authenticated: AuthenticatedClient;
  readonly client: Client;
  /** The user's grant. Missing if the client acts for itself, without a user. */
  readonly live?: LiveGrant;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly accessExpiresAt: Date;
  /** The refresh token of the response. It is stored with the access token unless `isStored` is set. */
  readonly refresh?: RefreshToken & { readonly isStored?: boolean };
  /** Set only in a token exchange, which issues an access token and no other tokens. */
  readonly exchange?: NonNullable<AccessTokenFacts['exchange']>;
  /** The client's DPoP key, to which the tokens are bound. If `undefined`, the tokens are bearer tokens. */
  readonly dpopKey: DpopKey | undefined;
  /** Set if the client sent a refresh token. In that case, the new ID token has no `nonce`. */
  readonly refreshed?: true;
}

/**
 * Issues tokens, stores them in one insert, and returns the token response.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 | RFC 6749 §5.1},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse | OpenID Connect Core §3.1.3.3}
 */
export async function issueTokens(deps: Deps, issuance: Issuance): Promise<JsonObject> {
  const { live, scopes, accessExpiresAt, refresh } = issuance;
  const access = await makeAccessToken(deps, { ...issuance, expiresAt: accessExpiresAt });
  const [idToken] = await Promise.all([
    live && issuance.exchange === undefined && scopes.includes('openid')
      ? makeIdToken(deps, { ...issuance, live, accessToken: access.text })
      : undefined,
    storeTokens(deps, access.record, refresh?.isStored === true ? undefined : refresh?.record),
  ]);
  recordIssue(deps, issuance);
  return {
    access_token: access.text,
    token_type: issuance.dpopKey === undefined ? 'Bearer' : 'DPoP',
    expires_in: numericDate(accessExpiresAt) - numericDate(deps.clock.now()),
    ...(refresh !== undefined && { refresh_token: refresh.text }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  };
}

/**
 * Stores the tokens of one response. A simultaneous request may already have stored the same refresh token, which is no
 * problem. If it has retired the refresh token instead, this request fails and issues no tokens.
 */
async function storeTokens(deps: Deps, access: Token | undefined, refresh: Token | undefined): Promise<void> {
  const records = [access, refresh].filter((record) => record !== undefined);
  if (records.length === 0 || (await deps.store.tokens.insertMany(records)) === records.length) return;
  const stored = refresh && (await deps.store.tokens.find(refresh.id));
  if (stored?.endedAt === undefined && stored?.secretHash === refresh?.secretHash) return;
  throw new OAuthError('invalid_grant', 'The refresh token has just been replaced. Use the new refresh token.');
}

/** Records the issued tokens in the audit log. The entry is written after the response, so a crash can lose it. */
function recordIssue(deps: Deps, { client, live, scopes, resource }: Issuance): void {
  deps.audit.recordLater({
    type: 'TOKEN_ISSUED',
    actorKind: 'CLIENT',
    actorId: client.id,
    clientId: client.id,
    ...(live !== undefined && {
      userId: live.user.id,
      sessionId: live.grant.sessionId,
      resource: 'grant',
      resourceId: live.grant.id,
    }),
    detail: { scope: scopes.join(' '), ...(resource.length > 0 && { resource: [...resource] }) },
  });
}
