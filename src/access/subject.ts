import { sha256 } from '../keys/secrets.js';
import type { Client } from '../model/clients/client.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { User } from '../model/people/user.js';

/**
 * The `sub` that identifies a user to a client: the user's id, or a pairwise identifier.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes | OpenID Connect Core §8}
 */
export function subjectOf(issuer: Issuer, client: Client, user: Pick<User, 'id'>): string {
  return client.subject_type === 'public'
    ? user.id
    : sha256(JSON.stringify([sectorOf(client), user.id, issuer.pairwiseSalt]));
}

/** §8.1: the host of the redirect URIs, which all share one host. A client without redirect URIs is its own sector. */
function sectorOf({ redirect_uris: [uri], generation }: Client): string {
  return uri === undefined ? generation : new URL(uri).hostname || new URL(uri).protocol;
}
