import { type LiveGrant, liveGrant } from '../access/live-grant.js';
import { subjectOf } from '../access/subject.js';
import { equalInConstantTime, handleText, newOrderedId, newSecret, parseHandle, sha256 } from '../keys/secrets.js';
import type { Client } from '../model/client.js';
import type { Deps } from '../model/deps.js';
import { type Issuer, issuerUrl } from '../model/issuer.js';
import type { LiveRecords } from '../model/live.js';
import { ASYMMETRIC_ALGS } from '../model/signing-key.js';
import { hasPassed, numericDate, secondsAfter } from '../model/time.js';
import type { Token } from '../model/token.js';
import { isOfIssuer } from './client-of-issuer.js';

/** What an access token is to say. */
export interface AccessTokenFacts {
  readonly issuer: Issuer;
  readonly live: LiveGrant;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly expiresAt: Date;
}

/** The text that the client gets, and the record where the token is opaque. */
export interface MadeAccessToken {
  readonly text: string;
  readonly record?: Token;
}

export const accessTokenExpiry = (deps: Deps, client: Client, now: Date): Date =>
  secondsAfter(now, Math.min(client.accessTokenLifetime, deps.config.maxAccessTokenLifetime));

export const makeAccessToken = (deps: Deps, facts: AccessTokenFacts): Promise<MadeAccessToken> =>
  facts.live.client.accessTokenFormat === 'JWT' ? makeJwt(deps, facts) : Promise.resolve(makeOpaque(deps, facts));

/** With `openid` the issuer itself is among those that the token is for: userinfo demands it. */
const audienceOf = (deps: Deps, { issuer, scopes, resource }: AccessTokenFacts): string[] => [
  ...resource,
  ...(scopes.includes('openid') || resource.length === 0 ? [issuerUrl(deps.config.issuer, issuer)] : []),
];

const makeOpaque = (deps: Deps, facts: AccessTokenFacts): MadeAccessToken => {
  const { grant, client } = facts.live;
  const secret = newSecret(deps.random);
  const record: Token = {
    id: newOrderedId(deps.clock, deps.random),
    kind: 'access',
    secretHash: sha256(secret),
    grantId: grant.id,
    issuerId: facts.issuer.id,
    clientId: client.id,
    clientIncarnation: client.incarnation,
    scopes: facts.scopes,
    audience: audienceOf(deps, facts),
    createdAt: deps.clock.now(),
    expiresAt: facts.expiresAt,
  };
  return { text: handleText({ id: record.id, secret }), record };
};

/** {@link https://www.rfc-editor.org/rfc/rfc9068#section-2.2 | RFC 9068 §2.2}; it carries its grant, so that it can be ended. */
const makeJwt = async (deps: Deps, facts: AccessTokenFacts): Promise<MadeAccessToken> => {
  const { grant, client, user } = facts.live;
  const alg = ASYMMETRIC_ALGS.find((name) => name === client.accessTokenSigningAlg) ?? 'RS256';
  const audience = audienceOf(deps, facts);
  const claims = {
    iss: issuerUrl(deps.config.issuer, facts.issuer),
    sub: subjectOf(facts.issuer, client, user),
    aud: audience.length === 1 ? (audience[0] as string) : audience,
    client_id: client.id,
    iat: numericDate(deps.clock.now()),
    exp: numericDate(facts.expiresAt),
    jti: newOrderedId(deps.clock, deps.random),
    auth_time: numericDate(grant.authTime),
    acr: grant.acr,
    amr: [...grant.amr],
    grantId: grant.id,
    ...(facts.scopes.length > 0 && { scope: facts.scopes.join(' ') }),
  };
  return { text: await deps.keys.sign(facts.issuer, alg, claims, 'at+jwt') };
};

/** An access token that counts now, of this issuer, with all that it stands on. */
export interface LiveAccessToken {
  readonly live: LiveGrant;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  readonly expiresAt: Date;
}

/** What an access token stands for, or `undefined` where it does not count: one round trip. */
export const findAccessToken = async (
  deps: Deps,
  issuer: Issuer,
  text: string,
): Promise<LiveAccessToken | undefined> => {
  const handle = parseHandle(text);
  if (handle === undefined) return findJwt(deps, issuer, text);
  const records = await deps.store.readLive({ tokenId: handle.id });
  const token = records?.token;
  if (token?.kind !== 'access' || !equalInConstantTime(token.secretHash, sha256(handle.secret))) return undefined;
  if (token.endedAt !== undefined || hasPassed(token.expiresAt, deps.clock.now())) return undefined;
  const live = liveGrantOf(deps, issuer, records);
  if (live === undefined || live.client.incarnation !== token.clientIncarnation) return undefined;
  return { live, scopes: token.scopes, audience: token.audience, expiresAt: token.expiresAt };
};

const findJwt = async (deps: Deps, issuer: Issuer, jwt: string): Promise<LiveAccessToken | undefined> => {
  const claims = (await deps.keys.verifyOwn(issuer, jwt, 'at+jwt'))?.claims;
  if (typeof claims?.grantId !== 'string' || typeof claims.exp !== 'number') return undefined;
  const expiresAt = new Date(claims.exp * 1000);
  if (hasPassed(expiresAt, deps.clock.now())) return undefined;
  const live = liveGrantOf(deps, issuer, await deps.store.readLive({ grantId: claims.grantId }));
  if (live === undefined) return undefined;
  const scopes = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  const audience = [claims.aud].flat().filter((value) => typeof value === 'string');
  return { live, scopes, audience, expiresAt };
};

const liveGrantOf = (deps: Deps, issuer: Issuer, records: LiveRecords | undefined): LiveGrant | undefined => {
  const live = liveGrant(records, deps.clock.now());
  return live !== undefined && isOfIssuer(live.grant, issuer) ? live : undefined;
};
