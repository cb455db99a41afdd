import { type LiveGrant, liveGrant } from '../access/live-grant.js';
import { equalInConstantTime, type Handle, parseHandle, sha256 } from '../keys/secrets.js';
import type { Client } from '../model/client.js';
import type { Deps } from '../model/deps.js';
import type { Issuer } from '../model/issuer.js';
import type { JsonObject } from '../model/json.js';
import type { LiveRecords } from '../model/live.js';
import { hasPassed } from '../model/time.js';
import { ACCESS_TOKEN_TYPE } from './access-token.js';
import { isOfIssuer } from './client-of-issuer.js';

/** An access token that counts now, of this issuer, with all that it stands on. */
export interface LiveAccessToken {
  /** Its record's id, or its `jti`. */
  readonly id: string;
  readonly isJwt: boolean;
  readonly client: Client;
  /** Absent where the client acts for itself. */
  readonly live?: LiveGrant;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** RFC 9449 §6: thumbprint of the key that the token is bound to. */
  readonly jkt?: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** What an access token stands for, or `undefined` where it does not count: one round trip at most. */
export const findAccessToken = (deps: Deps, issuer: Issuer, text: string): Promise<LiveAccessToken | undefined> => {
  const handle = parseHandle(text);
  return handle === undefined ? findJwt(deps, issuer, text) : findOpaque(deps, issuer, handle);
};

const findOpaque = async (deps: Deps, issuer: Issuer, handle: Handle): Promise<LiveAccessToken | undefined> => {
  const records = await deps.store.readLive({ tokenId: handle.id });
  const token = records?.token;
  if (token?.kind !== 'access' || !equalInConstantTime(token.secretHash, sha256(handle.secret))) return undefined;
  if (token.endedAt !== undefined || hasPassed(token.expiresAt, deps.clock.now())) return undefined;
  const stands =
    token.grantId === undefined ? ownFeet(issuer, records?.client, token) : grantFeet(deps, issuer, records);
  if (stands === undefined || stands.client.incarnation !== token.clientIncarnation) return undefined;
  const { id, scopes, audience, jkt, createdAt: issuedAt, expiresAt } = token;
  return { ...stands, id, isJwt: false, scopes, audience, issuedAt, expiresAt, ...(jkt !== undefined && { jkt }) };
};

const findJwt = async (deps: Deps, issuer: Issuer, jwt: string): Promise<LiveAccessToken | undefined> => {
  const claims = (await deps.keys.verifyOwn(issuer, jwt, ACCESS_TOKEN_TYPE))?.claims;
  if (claims === undefined || typeof claims.exp !== 'number' || typeof claims.iat !== 'number') return undefined;
  const expiresAt = new Date(claims.exp * 1000);
  if (hasPassed(expiresAt, deps.clock.now())) return undefined;
  const stands = await standsOn(deps, issuer, claims);
  if (stands === undefined || stands.client.id !== claims.client_id) return undefined;
  const jkt = jktOf(claims);
  return {
    ...stands,
    ...(jkt !== undefined && { jkt }),
    id: String(claims.jti),
    isJwt: true,
    scopes: typeof claims.scope === 'string' ? claims.scope.split(' ') : [],
    audience: [claims.aud].flat().filter((value) => typeof value === 'string'),
    issuedAt: new Date(claims.iat * 1000),
    expiresAt,
  };
};

/** RFC 7800 §3.1, RFC 9449 §6.1 */
const jktOf = ({ cnf }: JsonObject): string | undefined =>
  typeof cnf === 'object' && cnf !== null && !Array.isArray(cnf) && typeof cnf.jkt === 'string' ? cnf.jkt : undefined;

type Feet = Pick<LiveAccessToken, 'client' | 'live'>;

const standsOn = async (deps: Deps, issuer: Issuer, claims: JsonObject): Promise<Feet | undefined> => {
  const { grantId, client_id, clientIncarnation, clientGrantEpoch } = claims;
  if (typeof grantId === 'string') return grantFeet(deps, issuer, await deps.store.readLive({ grantId }));
  const client = await deps.store.clients.find(String(client_id));
  return ownFeet(issuer, client, { clientIncarnation, clientGrantEpoch });
};

/** A client acting for itself stands on itself alone. */
const ownFeet = (
  issuer: Issuer,
  client: Client | undefined,
  token: { readonly clientIncarnation?: unknown; readonly clientGrantEpoch?: unknown },
): Feet | undefined =>
  client?.enabled === true &&
  isOfIssuer(client, issuer) &&
  client.incarnation === token.clientIncarnation &&
  client.grantEpoch === token.clientGrantEpoch
    ? { client }
    : undefined;

const grantFeet = (deps: Deps, issuer: Issuer, records: LiveRecords | undefined): Feet | undefined => {
  const live = liveGrant(records, deps.clock.now());
  return live !== undefined && isOfIssuer(live.grant, issuer) ? { client: live.client, live } : undefined;
};
