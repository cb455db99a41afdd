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

/** RFC 9068 §2.1 */
export const ACCESS_TOKEN_TYPE = 'at+jwt';

/** What an access token is to say. */
export interface AccessTokenFacts {
  readonly issuer: Issuer;
  readonly client: Client;
  /** Absent where the client acts for itself. */
  readonly live?: LiveGrant;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly expiresAt: Date;
  /** By token exchange: under the grant of another client, and perhaps with an actor. */
  readonly exchange?: { readonly act?: JsonObject };
  /** The key that it is bound to. */
  readonly proved?: DpopKey | undefined;
}

/** The text that the client gets, and the record where the token is opaque. */
export interface MadeAccessToken {
  readonly text: string;
  readonly record?: Token;
}

export function accessTokenExpiry(deps: Deps, client: Client, now: Date): Date {
  return secondsAfter(now, Math.min(client.accessTokenLifetime, deps.config.maxAccessTokenLifetime));
}

export function makeAccessToken(deps: Deps, facts: AccessTokenFacts): Promise<MadeAccessToken> {
  return facts.client.accessTokenFormat === 'JWT' ? makeJwt(deps, facts) : Promise.resolve(makeOpaque(deps, facts));
}

/** With `openid` the issuer itself is among those that the token is for: userinfo demands it. */
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
    ...feetOf(facts),
    issuerId: facts.issuer.id,
    scopes: facts.scopes,
    audience: audienceOf(deps, facts),
    ...(facts.proved !== undefined && { jkt: facts.proved.jkt }),
    createdAt: deps.clock.now(),
    expiresAt: facts.expiresAt,
  };
  return { text: handleText({ id: record.id, secret }), record };
}

/** What an opaque token stands on. */
function feetOf({ client, live, exchange }: AccessTokenFacts) {
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

/** {@link https://www.rfc-editor.org/rfc/rfc9068#section-2.2 | RFC 9068 §2.2} */
async function makeJwt(deps: Deps, facts: AccessTokenFacts): Promise<MadeAccessToken> {
  const { client, issuer, scopes } = facts;
  const alg = ASYMMETRIC_ALGS.find((name) => name === client.accessTokenSigningAlg) ?? 'RS256';
  const audience = audienceOf(deps, facts);
  // §2.2: where no resource owner is involved, `sub` identifies the client.
  const claims: JsonObject = {
    iss: issuerUrl(deps.config.issuer, issuer),
    aud: audience.length === 1 ? (audience[0] as string) : audience,
    client_id: client.id,
    iat: numericDate(deps.clock.now()),
    exp: numericDate(facts.expiresAt),
    jti: newOrderedId(deps.clock, deps.random),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    // RFC 9449 §6.1
    ...(facts.proved !== undefined && { cnf: { jkt: facts.proved.jkt } }),
    ...(facts.live === undefined ? { sub: client.id } : userClaims(issuer, client, facts.live)),
    ...((facts.live === undefined || facts.exchange !== undefined) && holderClaims(client)),
    // RFC 8693 §4.1
    ...(facts.exchange?.act !== undefined && { act: facts.exchange.act }),
  };
  return { text: await deps.keys.sign(issuer, alg, claims, ACCESS_TOKEN_TYPE) };
}

/** It carries its grant, so that it can be ended where it is asked about. */
function userClaims(issuer: Issuer, client: Client, { grant, user }: LiveGrant): JsonObject {
  return {
    sub: subjectOf(issuer, client, user),
    auth_time: numericDate(grant.authTime),
    acr: grant.acr,
    amr: [...grant.amr],
    grantId: grant.id,
  };
}

/** An id can be taken again, its past cannot. */
function holderClaims({ generation, grantEpoch }: Client): JsonObject {
  return {
    clientGeneration: generation,
    clientGrantEpoch: grantEpoch,
  };
}
