/*
 * This folder makes and finds access tokens (opaque or JWT), refresh tokens, ID tokens and the grants behind them. It
 * decides whether a token is still valid. The `grants` folder decides whether a client gets a token at all.
 */

import { makeClaims } from '../../access/claims/make-claims.js';
import type { LiveGrant } from '../../access/live-grant.js';
import { subjectOf } from '../../access/names/subject.js';
import { handleText, newOrderedId, newSecret, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { ASYMMETRIC_ALGS } from '../../model/server/signing-key.js';
import { numericDate, secondsAfter } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import type { DpopKey } from '../protocol/dpop.js';
import { claimSubjectOf, tokenReaders } from './claim-subject.js';

/** The `typ` of JWT access tokens (RFC 9068 §2.1). */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

export interface AccessTokenFacts {
  readonly issuer: Issuer;
  readonly client: Client;
  /** The user's grant. Missing if the client acts for itself, without a user. */
  readonly live?: LiveGrant;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly expiresAt: Date;
  /**
   * Set only in a token exchange, in which the grant belongs to another client. `act` names the party that acts for the
   * user.
   */
  readonly exchange?: { readonly act?: JsonObject };
  /** The client's DPoP key, to which the token is bound. If `undefined`, the token is a bearer token. */
  readonly dpopKey?: DpopKey | undefined;
}

/** An access token as the client receives it (`text`), and the record to store. A JWT access token has no record. */
export interface MadeAccessToken {
  readonly text: string;
  readonly record?: Token;
}

/**
 * Returns when an access token of the client expires. The client's setting cannot exceed the server's maximum lifetime.
 */
export function accessTokenExpiry(deps: Deps, client: Client, now: Date): Date {
  return secondsAfter(now, Math.min(client.accessTokenLifetime, deps.config.maxAccessTokenLifetime));
}

/** Makes an access token in the client's registered format, JWT or opaque. */
export function makeAccessToken(deps: Deps, facts: AccessTokenFacts): Promise<MadeAccessToken> {
  return facts.client.accessTokenFormat === 'JWT' ? makeJwt(deps, facts) : Promise.resolve(makeOpaque(deps, facts));
}

/**
 * Returns the resources of the token as its audience. With the scope `openid` or without a resource, the audience
 * contains the issuer too, because the userinfo endpoint accepts only tokens with this audience.
 */
export function audienceOf(
  deps: Deps,
  { issuer, scopes, resource }: Pick<AccessTokenFacts, 'issuer' | 'scopes' | 'resource'>,
): string[] {
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

/** Returns the fields of a token record that identify the client and the grant on which the token depends. */
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
  const { client, issuer } = facts;
  const alg = ASYMMETRIC_ALGS.find((name) => name === client.accessTokenSigningAlg) ?? 'RS256';
  return { text: await deps.keys.sign(issuer, alg, await accessTokenClaims(deps, facts), ACCESS_TOKEN_TYPE) };
}

/** Returns the claims of a JWT access token. Has no effect, so that an administrator can see them before a sign-in. */
export async function accessTokenClaims(deps: Deps, facts: AccessTokenFacts): Promise<JsonObject> {
  const { client, issuer, scopes } = facts;
  const audience = audienceOf(deps, facts);
  // RFC 9068 §2.2: if no user is involved, sub should identify the client.
  return {
    ...(facts.live !== undefined && (await userClaims(deps, facts, facts.live, audience))),
    iss: issuerUrl(deps.config.issuer, issuer),
    aud: audience.length === 1 ? (audience[0] as string) : audience,
    client_id: client.id,
    iat: numericDate(deps.clock.now()),
    exp: numericDate(facts.expiresAt),
    jti: newOrderedId(deps.clock, deps.random),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    // RFC 9449 §6.1: cnf contains the thumbprint of the key that the token is bound to.
    ...(facts.dpopKey !== undefined && { cnf: { jkt: facts.dpopKey.jkt } }),
    ...(facts.live === undefined ? { sub: client.id } : grantClaims(issuer, client, facts.live)),
    ...((facts.live === undefined || facts.exchange !== undefined) && holderClaims(client)),
    // RFC 8693 §4.1: act names the party that acts for the user.
    ...(facts.exchange?.act !== undefined && { act: facts.exchange.act }),
  };
}

async function userClaims(
  deps: Deps,
  { client, issuer, scopes }: AccessTokenFacts,
  live: LiveGrant,
  audience: readonly string[],
): Promise<JsonObject> {
  const readers = tokenReaders(issuerUrl(deps.config.issuer, issuer), audience);
  return makeClaims(deps, await claimSubjectOf(deps, client, live), { place: 'ACCESS_TOKEN', scopes, ...readers });
}

/**
 * Returns the claims about the grant and its sign-in. This server uses `grantId` later to find out whether the grant has
 * been revoked.
 */
function grantClaims(issuer: Issuer, client: Client, { grant, user }: LiveGrant): JsonObject {
  return {
    sub: subjectOf(issuer, client, user),
    auth_time: numericDate(grant.authTime),
    acr: grant.acr,
    amr: [...grant.amr],
    grantId: grant.id,
  };
}

/**
 * Returns claims that identify the client more exactly than its id. If the client is deleted and a new client gets the
 * same id, a token with these claims is not valid for the new client.
 */
function holderClaims({ generation, grantEpoch }: Client): JsonObject {
  return {
    clientGeneration: generation,
    clientGrantEpoch: grantEpoch,
  };
}
