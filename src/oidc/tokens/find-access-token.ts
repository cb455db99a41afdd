import { type LiveGrant, liveGrant } from '../../access/live-grant.js';
import { equalInConstantTime, type Handle, parseHandle, sha256 } from '../../keys/secrets.js';
import type { LiveRecords } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject, JsonValue } from '../../model/json.js';
import { hasPassed } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { ACCESS_TOKEN_TYPE } from './access-token.js';

/** An access token that counts now, of this issuer, with all that it stands on. */
export interface LiveAccessToken {
  /** Its record's id, or its `jti`. */
  readonly id: string;
  readonly isJwt: boolean;
  /** Whose it is. */
  readonly client: Client;
  /** Absent where the client acts for itself. */
  readonly live?: LiveGrant;
  /** By token exchange: its client is another than the grant's. */
  readonly exchanged: boolean;
  /** RFC 8693 §4.1: who acts for the user. */
  readonly act?: JsonObject;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** RFC 9449 §6: thumbprint of the key that the token is bound to. */
  readonly jkt?: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** What an access token stands for, or `undefined` where it does not count: one round trip at most. */
export function findAccessToken(deps: Deps, issuer: Issuer, text: string): Promise<LiveAccessToken | undefined> {
  const handle = parseHandle(text);
  return handle === undefined ? findJwt(deps, issuer, text) : findOpaque(deps, issuer, handle);
}

async function findOpaque(deps: Deps, issuer: Issuer, handle: Handle): Promise<LiveAccessToken | undefined> {
  const records = await deps.store.readLive({ tokenId: handle.id });
  const token = records?.token;
  if (token?.kind !== 'access' || !equalInConstantTime(token.secretHash, sha256(handle.secret))) return undefined;
  if (token.endedAt !== undefined || hasPassed(token.expiresAt, deps.clock.now())) return undefined;
  const stands = await feetOfRecord(deps, issuer, records ?? {}, token);
  if (stands === undefined) return undefined;
  const { id, audience, act, jkt, createdAt: issuedAt, expiresAt } = token;
  const scopes = scopesStillHeld(stands, token.scopes);
  return {
    ...stands,
    id,
    isJwt: false,
    scopes,
    audience,
    issuedAt,
    expiresAt,
    ...(act !== undefined && { act }),
    ...(jkt !== undefined && { jkt }),
  };
}

async function findJwt(deps: Deps, issuer: Issuer, jwt: string): Promise<LiveAccessToken | undefined> {
  const claims = (await deps.keys.verifyOwn(issuer, jwt, ACCESS_TOKEN_TYPE))?.claims;
  if (claims === undefined || typeof claims.exp !== 'number' || typeof claims.iat !== 'number') return undefined;
  const expiresAt = new Date(claims.exp * 1000);
  if (hasPassed(expiresAt, deps.clock.now())) return undefined;
  const stands = await feetOfClaims(deps, issuer, claims);
  if (stands === undefined || stands.client.id !== claims.client_id) return undefined;
  const { cnf, act } = claims;
  return {
    ...stands,
    ...(isObject(act) && { act }),
    // RFC 7800 §3.1, RFC 9449 §6.1
    ...(isObject(cnf) && typeof cnf.jkt === 'string' && { jkt: cnf.jkt }),
    id: String(claims.jti),
    isJwt: true,
    scopes: scopesStillHeld(stands, typeof claims.scope === 'string' ? claims.scope.split(' ') : []),
    audience: [claims.aud].flat().filter((value) => typeof value === 'string'),
    issuedAt: new Date(claims.iat * 1000),
    expiresAt,
  };
}

type Feet = Pick<LiveAccessToken, 'client' | 'live' | 'exchanged'>;

/** A scope that was taken from the client, or from the one whose grant it is under, counts no more. */
function scopesStillHeld({ client, live }: Feet, scopes: readonly string[]): string[] {
  return scopes.filter((scope) => client.scopes.includes(scope) && live?.client.scopes.includes(scope) !== false);
}

async function feetOfRecord(deps: Deps, issuer: Issuer, records: LiveRecords, token: Token): Promise<Feet | undefined> {
  if (token.grantId === undefined) return ownFeet(issuer, records.client, token);
  const live = liveGrantOf(deps, issuer, records);
  if (live === undefined || live.client.generation !== token.clientGeneration) return undefined;
  return token.exchangedBy === undefined
    ? { client: live.client, live, exchanged: false }
    : exchangedFeet(deps, issuer, live, token.exchangedBy.clientId, token.exchangedBy);
}

async function feetOfClaims(deps: Deps, issuer: Issuer, claims: JsonObject): Promise<Feet | undefined> {
  const { grantId, client_id, clientGrantEpoch } = claims;
  // Access tokens issued by version 0.1 name the generation differently.
  const clientGeneration = claims.clientGeneration ?? claims.clientIncarnation;
  const holder = { clientGeneration, clientGrantEpoch };
  if (typeof grantId !== 'string') return ownFeet(issuer, await deps.store.clients.find(String(client_id)), holder);
  const live = liveGrantOf(deps, issuer, await deps.store.readLive({ grantId }));
  if (live === undefined) return undefined;
  return clientGeneration === undefined
    ? { client: live.client, live, exchanged: false }
    : exchangedFeet(deps, issuer, live, String(client_id), holder);
}

/** What a token says of its client, from the moment it was issued. */
interface IssuedTo {
  readonly clientGeneration?: unknown;
  readonly clientGrantEpoch?: unknown;
}

/** A client acting for itself stands on itself alone. */
function ownFeet(issuer: Issuer, client: Client | undefined, token: IssuedTo): Feet | undefined {
  return client?.enabled === true &&
    isOfIssuer(client, issuer) &&
    client.generation === token.clientGeneration &&
    client.grantEpoch === token.clientGrantEpoch
    ? { client, exchanged: false }
    : undefined;
}

/** A client that has a token by exchange stands on itself, and on the grant of another. */
async function exchangedFeet(
  deps: Deps,
  issuer: Issuer,
  live: LiveGrant,
  holderId: string,
  token: IssuedTo,
): Promise<Feet | undefined> {
  const feet = ownFeet(issuer, await deps.store.clients.find(holderId), token);
  return feet && { ...feet, live, exchanged: true };
}

function liveGrantOf(deps: Deps, issuer: Issuer, records: LiveRecords | undefined): LiveGrant | undefined {
  const live = liveGrant(records, deps.clock.now());
  return live !== undefined && isOfIssuer(live.grant, issuer) ? live : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
