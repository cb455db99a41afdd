/*
 * This folder makes tokens and finds them again: access tokens (opaque or JWT), refresh tokens, ID tokens, and the grant
 * behind them. It decides whether a token is still accepted, not whether a client may have one: that is decided in `grants`.
 */

import type { LiveGrant } from '../../access/live-grant.js';
import { subjectOf } from '../../access/subject.js';
import { handleText, newOrderedId, newSecret, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { ASYMMETRIC_ALGS } from '../../model/server/signing-key.js';
import { numericDate, secondsAfter } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import type { DpopKey } from '../protocol/dpop.js';

/** The `typ` of JWT access tokens (RFC 9068 §2.1). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** The facts of a new access token. */
export interface AccessTokenFacts {
  readonly issuer: Issuer;
  readonly client: Client;
  /** Absent if the client acts for itself. */
  readonly live?: LiveGrant;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly expiresAt: Date;
  /** If it is issued by token exchange: the grant belongs to another client. */
  readonly exchange?: { readonly act?: JsonObject };
  /** The key that the token is bound to. */
  readonly dpopKey?: DpopKey | undefined;
}

/** The text for the client; an opaque token also has a record. */
export interface MadeAccessToken {
  readonly text: string;
  readonly record?: Token;
}

/** The server limits the lifetime that the client is registered with. */
export function accessTokenExpiry(deps: Deps, client: Client, now: Date): Date {
  return secondsAfter(now, Math.min(client.accessTokenLifetime, deps.config.maxAccessTokenLifetime));
}

/** Makes an access token in the format of the client. */
export function makeAccessToken(deps: Deps, facts: AccessTokenFacts): Promise<MadeAccessToken> {
  return facts.client.accessTokenFormat === 'JWT' ? makeJwt(deps, facts) : Promise.resolve(makeOpaque(deps, facts));
}

/** With `openid`, the issuer is in the audience too, because userinfo requires it. */
function audienceOf(deps: Deps, { issuer, scopes, resource }: AccessTokenFacts): string[] {
  return [
    ...resource,
    ...(scopes.includes('openid') || resource.length === 0 ? [issuerUrl(deps.config.issuer, issuer)] : []),
  ];
}

function makeOpaque(deps: Deps, facts: AccessTokenFacts): MadeAccessToken {
  const secret = newSecret(deps.random);
  const record: Token = {
    id: newOrderedId(deps.clock, deps.random),
    kind: 'access',
    secretHash: sha256(secret),
    ...dependencies(facts),
    issuerId: facts.issuer.id,
    scopes: facts.scopes,
    audience: audienceOf(deps, facts),
    ...(facts.dpopKey !== undefined && { jkt: facts.dpopKey.jkt }),
    createdAt: deps.clock.now(),
    expiresAt: facts.expiresAt,
  };
  return { text: handleText({ id: record.id, secret }), record };
}

/** The members of the record that say which client and grant the token depends on. */
function dependencies({ client, live, exchange }: AccessTokenFacts) {
  const holder = { clientId: client.id, clientGeneration: client.generation };
  if (live === undefined) return { ...holder, clientGrantEpoch: client.grantEpoch };
  if (exchange === undefined) return { ...holder, grantId: live.grant.id };
  return {
    grantId: live.grant.id,
    clientId: live.client.id,
    clientGeneration: live.client.generation,
    exchangedBy: { ...holder, clientGrantEpoch: client.grantEpoch },
    ...(exchange.act !== undefined && { act: exchange.act }),
  };
}

/** Makes a JWT access token. {@link https://www.rfc-editor.org/rfc/rfc9068#section-2.2 | RFC 9068 §2.2} */
async function makeJwt(deps: Deps, facts: AccessTokenFacts): Promise<MadeAccessToken> {
  const { client, issuer, scopes } = facts;
  const alg = ASYMMETRIC_ALGS.find((name) => name === client.accessTokenSigningAlg) ?? 'RS256';
  const audience = audienceOf(deps, facts);
  // §2.2: if no resource owner is involved, sub SHOULD identify the client.
  const claims: JsonObject = {
    iss: issuerUrl(deps.config.issuer, issuer),
    aud: audience.length === 1 ? (audience[0] as string) : audience,
    client_id: client.id,
    iat: numericDate(deps.clock.now()),
    exp: numericDate(facts.expiresAt),
    jti: newOrderedId(deps.clock, deps.random),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    // RFC 9449 §6.1: the JWK thumbprint confirmation method.
    ...(facts.dpopKey !== undefined && { cnf: { jkt: facts.dpopKey.jkt } }),
    ...(facts.live === undefined ? { sub: client.id } : userClaims(issuer, client, facts.live)),
    ...((facts.live === undefined || facts.exchange !== undefined) && holderClaims(client)),
    // RFC 8693 §4.1: act identifies the acting party.
    ...(facts.exchange?.act !== undefined && { act: facts.exchange.act }),
  };
  return { text: await deps.keys.sign(issuer, alg, claims, ACCESS_TOKEN_TYPE) };
}

/** The grant is named, so that introspection, userinfo and the administration API notice when it is revoked. */
function userClaims(issuer: Issuer, client: Client, { grant, user }: LiveGrant): JsonObject {
  return {
    sub: subjectOf(issuer, client, user),
    auth_time: numericDate(grant.authTime),
    acr: grant.acr,
    amr: [...grant.amr],
    grantId: grant.id,
  };
}

/** The token of a deleted client is not valid for a new client with the same id. */
function holderClaims({ generation, grantEpoch }: Client): JsonObject {
  return {
    clientGeneration: generation,
    clientGrantEpoch: grantEpoch,
  };
}
