import { type LiveGrant, liveGrant } from '../../access/live-grant.js';
import type { LiveRecords } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';
import type { JsonObject } from '../../model/json.js';
import type { Token, TokenHolder } from '../../model/tokens/token.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';

/** The records that a token depends on. All of them were valid when they were read. */
export interface Dependencies {
  /** The client that the token was issued to. */
  readonly client: Client;
  /** The user's grant. Missing if the client acts for itself, without a user. */
  readonly live?: LiveGrant;
  /** Whether the token was issued by token exchange. The grant then belongs to another client. */
  readonly exchanged: boolean;
}

/**
 * Returns the records that an opaque access token depends on, or `undefined` if one of them is no longer valid. The
 * caller has read `records` together with the token.
 */
export async function findDependenciesOfRecord(
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

/**
 * Returns the records that a JWT access token depends on, or `undefined` if one of them is no longer valid. Makes one
 * database query.
 */
export async function findDependenciesOfClaims(
  deps: Deps,
  issuer: Issuer,
  claims: JsonObject,
): Promise<Dependencies | undefined> {
  const { grantId, client_id, clientGrantEpoch } = claims;
  // In JWT access tokens from Passgraph 0.1, the claim clientGeneration has the name clientIncarnation.
  const clientGeneration = claims.clientGeneration ?? claims.clientIncarnation;
  const holder = {
    clientId: String(client_id),
    clientGeneration: typeof clientGeneration === 'string' ? clientGeneration : undefined,
    clientGrantEpoch: typeof clientGrantEpoch === 'number' ? clientGrantEpoch : undefined,
  };
  if (typeof grantId !== 'string') return findHolder(deps, issuer, holder);
  const live = findLiveGrant(deps, issuer, await deps.store.readLive({ grantId }));
  if (live === undefined) return undefined;
  // A JWT with both a grant and a client generation comes from a token exchange, so its grant belongs to another
  // client.
  return clientGeneration === undefined
    ? { client: live.client, live, exchanged: false }
    : findExchangingClient(deps, issuer, live, holder);
}

/**
 * Identifies the client to which a token was issued, with its generation and grant epoch at that time. In a JWT, some
 * of these members can be missing.
 */
type Holder = { readonly [name in keyof TokenHolder]?: TokenHolder[name] | undefined };

async function findHolder(deps: Deps, issuer: Issuer, holder: Holder): Promise<Dependencies | undefined> {
  const client = holder.clientId === undefined ? undefined : await deps.store.clients.find(holder.clientId);
  return unchangedClient(issuer, client, holder);
}

/**
 * Returns the client. Returns `undefined` if, after the token was issued, the client was disabled or re-created or its
 * grants were revoked.
 */
function unchangedClient(issuer: Issuer, client: Client | undefined, holder: Holder): Dependencies | undefined {
  const isUnchanged =
    client?.enabled === true &&
    isOfIssuer(client, issuer) &&
    isSameGeneration(client.generation, holder.clientGeneration) &&
    client.grantEpoch === holder.clientGrantEpoch;
  return isUnchanged ? { client, exchanged: false } : undefined;
}

/**
 * Returns the records that a token from a token exchange depends on: the client to which it was issued, and the grant
 * of another client. Returns `undefined` if the client is no longer valid.
 */
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
