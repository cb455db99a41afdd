import { type LiveGrant, liveGrant } from '../../access/live-grant.js';
import type { LiveRecords } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';
import type { JsonObject } from '../../model/json.js';
import type { Token, TokenHolder } from '../../model/tokens/token.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';

/** The live records that a token depends on. */
export interface Dependencies {
  /** The client that the token was issued to. */
  readonly client: Client;
  /** Absent if the client acts for itself. */
  readonly live?: LiveGrant;
  /** By token exchange: the grant belongs to another client. */
  readonly exchanged: boolean;
}

/** What an opaque access token depends on, if all of it is live. `records` were read together with the token. */
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

/** What a JWT access token depends on, if all of it is live: one query. */
export async function findDependenciesOfClaims(
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
