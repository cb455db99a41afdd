import { type LiveGrant, liveGrant } from '../../access/live-grant.js';
import { equalInConstantTime, type Handle, parseHandle, sha256 } from '../../keys/secrets.js';
import type { LiveRecords } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';
import { isJsonObject, type JsonObject } from '../../model/json.js';
import { hasPassed } from '../../model/time.js';
import type { Token, TokenHolder } from '../../model/tokens/token.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { ACCESS_TOKEN_TYPE } from './access-token.js';

/** A valid access token of this issuer, with everything it depends on. */
export interface LiveAccessToken extends Dependencies {
  /** The id of its record, or its `jti`. */
  readonly id: string;
  readonly isJwt: boolean;
  /** RFC 8693 §4.1: the acting party. */
  readonly act?: JsonObject;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** RFC 9449 §6: thumbprint of the key that the token is bound to. */
  readonly jkt?: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** The live records that a token depends on. */
interface Dependencies {
  /** The client that the token was issued to. */
  readonly client: Client;
  /** Absent if the client acts for itself. */
  readonly live?: LiveGrant;
  /** By token exchange: the grant belongs to another client. */
  readonly exchanged: boolean;
}

/** Finds a valid access token and what it depends on: at most one query. */
export function findAccessToken(deps: Deps, issuer: Issuer, text: string): Promise<LiveAccessToken | undefined> {
  const handle = parseHandle(text);
  return handle === undefined ? findJwt(deps, issuer, text) : findOpaque(deps, issuer, handle);
}

async function findOpaque(deps: Deps, issuer: Issuer, handle: Handle): Promise<LiveAccessToken | undefined> {
  const records = await deps.store.readLive({ tokenId: handle.id });
  const token = records?.token;
  if (token?.kind !== 'access' || !equalInConstantTime(token.secretHash, sha256(handle.secret))) return undefined;
  if (token.endedAt !== undefined || hasPassed(token.expiresAt, deps.clock.now())) return undefined;
  const found = await findDependenciesOfRecord(deps, issuer, records ?? {}, token);
  if (found === undefined) return undefined;
  const { id, audience, act, jkt, createdAt: issuedAt, expiresAt } = token;
  return {
    ...found,
    id,
    isJwt: false,
    scopes: remainingScopes(found, token.scopes),
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
  const found = await findDependenciesOfClaims(deps, issuer, claims);
  if (found === undefined || found.client.id !== claims.client_id) return undefined;
  const { cnf, act } = claims;
  return {
    ...found,
    ...(isJsonObject(act) && { act }),
    // RFC 7800 §3.1, RFC 9449 §6.1
    ...(isJsonObject(cnf) && typeof cnf.jkt === 'string' && { jkt: cnf.jkt }),
    id: String(claims.jti),
    isJwt: true,
    scopes: remainingScopes(found, typeof claims.scope === 'string' ? claims.scope.split(' ') : []),
    audience: [claims.aud].flat().filter((value) => typeof value === 'string'),
    issuedAt: new Date(claims.iat * 1000),
    expiresAt,
  };
}

/** Leaves out scopes that the client, or the client of the grant, no longer has. */
function remainingScopes({ client, live }: Dependencies, scopes: readonly string[]): string[] {
  return scopes.filter((scope) => client.scopes.includes(scope) && live?.client.scopes.includes(scope) !== false);
}

async function findDependenciesOfRecord(
  deps: Deps,
  issuer: Issuer,
  records: LiveRecords,
  token: Token,
): Promise<Dependencies | undefined> {
  if (token.grantId === undefined) return unchangedClient(issuer, records.client, token);
  const live = findLiveGrant(deps, issuer, records);
  if (live === undefined || !isSameGeneration(live.client.generation, token.clientGeneration)) return undefined;
  return token.exchangedBy === undefined
    ? { client: live.client, live, exchanged: false }
    : findExchangingClient(deps, issuer, live, token.exchangedBy);
}

async function findDependenciesOfClaims(
  deps: Deps,
  issuer: Issuer,
  claims: JsonObject,
): Promise<Dependencies | undefined> {
  const { grantId, client_id, clientGrantEpoch } = claims;
  // Access tokens issued by version 0.1 name the generation differently.
  const clientGeneration = claims.clientGeneration ?? claims.clientIncarnation;
  const holder = {
    clientId: String(client_id),
    clientGeneration: typeof clientGeneration === 'string' ? clientGeneration : undefined,
    clientGrantEpoch: typeof clientGrantEpoch === 'number' ? clientGrantEpoch : undefined,
  };
  if (typeof grantId !== 'string') return findHolder(deps, issuer, holder);
  const live = findLiveGrant(deps, issuer, await deps.store.readLive({ grantId }));
  if (live === undefined) return undefined;
  // Only a token issued by exchange names the generation beside the grant: its client is not that of the grant.
  return clientGeneration === undefined
    ? { client: live.client, live, exchanged: false }
    : findExchangingClient(deps, issuer, live, holder);
}

/** The client that a token was issued to, as it was then; claims of a JWT may lack its members. */
type Holder = { readonly [name in keyof TokenHolder]?: TokenHolder[name] | undefined };

async function findHolder(deps: Deps, issuer: Issuer, holder: Holder): Promise<Dependencies | undefined> {
  const client = holder.clientId === undefined ? undefined : await deps.store.clients.find(holder.clientId);
  return unchangedClient(issuer, client, holder);
}

/** The client, if it is enabled and neither re-created nor revoked since the token was issued. */
function unchangedClient(issuer: Issuer, client: Client | undefined, holder: Holder): Dependencies | undefined {
  const isUnchanged =
    client?.enabled === true &&
    isOfIssuer(client, issuer) &&
    isSameGeneration(client.generation, holder.clientGeneration) &&
    client.grantEpoch === holder.clientGrantEpoch;
  return isUnchanged ? { client, exchanged: false } : undefined;
}

/** A token issued by exchange depends on the client that it was issued to, and on the grant of the other client. */
async function findExchangingClient(
  deps: Deps,
  issuer: Issuer,
  live: LiveGrant,
  holder: Holder,
): Promise<Dependencies | undefined> {
  const found = await findHolder(deps, issuer, holder);
  return found && { ...found, live, exchanged: true };
}

function findLiveGrant(deps: Deps, issuer: Issuer, records: LiveRecords | undefined): LiveGrant | undefined {
  const live = liveGrant(records, deps.clock.now());
  return live !== undefined && isOfIssuer(live.grant, issuer) ? live : undefined;
}
