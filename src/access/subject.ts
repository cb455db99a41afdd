import { sha256 } from '../keys/secrets.js';
import type { Client } from '../model/clients/client.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { User } from '../model/people/user.js';

/**
 * Returns the `sub` claim that identifies the user to the client: the user's id or a pairwise identifier.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes | OpenID Connect Core §8}
 */
export function subjectOf(issuer: Issuer, client: Client, user: Pick<User, 'id'>): string {
  return client.subject_type === 'public'
    ? user.id
    : sha256(JSON.stringify([sectorOf(client), user.id, issuer.pairwiseSalt]));
}

/**
 * OpenID Connect Core §8.1: pairwise identifiers depend on the client's sector, which is the host of its redirect URIs.
 * The first redirect URI decides, because a client with pairwise identifiers must have the same host in all of them. A
 * client without redirect URIs is a sector of its own.
 */
function sectorOf({ redirect_uris: [uri], generation }: Client): string {
  return uri === undefined ? generation : new URL(uri).hostname || new URL(uri).protocol;
}
