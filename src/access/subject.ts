import { sha256 } from '../keys/secrets.js';
import type { Client } from '../model/clients/client.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { User } from '../model/people/user.js';

/**
 * The `sub` by which a client knows a user.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes | OpenID Connect Core §8}
 */
export function subjectOf(issuer: Issuer, client: Client, user: Pick<User, 'id'>): string {
  return client.subject_type === 'public'
    ? user.id
    : sha256(JSON.stringify([sectorOf(client), user.id, issuer.pairwiseSalt]));
}

/** §8.1: the host of the redirect URIs, all of which are on one; a client without any is a sector by itself. */
function sectorOf({ redirect_uris: [uri], generation }: Client): string {
  return uri === undefined ? generation : new URL(uri).hostname || new URL(uri).protocol;
}
