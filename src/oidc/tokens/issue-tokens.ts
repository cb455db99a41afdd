import type { LiveGrant } from '../../access/live-grant.js';
import { type Change, insertion } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { AuditEntry, Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { numericDate } from '../../model/time.js';
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
  /** Set at a new sign-in: what the audit event says about it. */
  readonly signIn?: JsonObject;
  /** Set if the client sent a refresh token. In that case, the new ID token has no `nonce`. */
  readonly refreshed?: true;
}

/**
 * Issues tokens and returns the token response. `consumed` are the changes that consume what the client sent: a code or
 * a refresh token. They are committed together with the new tokens and the audit event. Returns `undefined` if their
 * conditions do not hold, for example because a simultaneous request was faster.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-5.1 | RFC 6749 §5.1},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse | OpenID Connect Core §3.1.3.3}
 */
export async function issueTokens(
  deps: Deps,
  issuance: Issuance,
  consumed: readonly Change[] = [],
): Promise<JsonObject | undefined> {
  const { live, scopes, accessExpiresAt, refresh } = issuance;
  const access = await makeAccessToken(deps, { ...issuance, expiresAt: accessExpiresAt });
  const idToken =
    live && issuance.exchange === undefined && scopes.includes('openid')
      ? await makeIdToken(deps, { ...issuance, live, accessToken: access.text })
      : undefined;
  const records = [access.record, refresh?.isStored === true ? undefined : refresh?.record];
  const insertions = records.filter((record) => record !== undefined).map((record) => insertion('tokens', record));
  const changes = [...consumed, ...insertions];
  if (changes.length === 0) deps.audit.recordLater(issueEntry(issuance));
  else if (!(await deps.store.commit([...changes, deps.audit.insertion(issueEntry(issuance))]))) return undefined;
  deps.clientUses.add(issuance.client);
  return {
    access_token: access.text,
    token_type: issuance.dpopKey === undefined ? 'Bearer' : 'DPoP',
    expires_in: numericDate(accessExpiresAt) - numericDate(deps.clock.now()),
    ...(refresh !== undefined && { refresh_token: refresh.text }),
    ...(idToken !== undefined && { id_token: idToken }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  };
}

/** Issues tokens to a client that sent nothing to consume. */
export async function issueFirstTokens(deps: Deps, issuance: Issuance): Promise<JsonObject> {
  const response = await issueTokens(deps, issuance);
  if (response === undefined) throw new Error('The id of a new token is taken. This is a bug.');
  return response;
}

/** The audit event of the issued tokens. If no token is stored, it is written after the response. */
function issueEntry({ client, live, scopes, resource, signIn }: Issuance): AuditEntry {
  return {
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
    detail: { scope: scopes.join(' '), ...(resource.length > 0 && { resource: [...resource] }), ...signIn },
  };
}
