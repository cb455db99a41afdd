import { decryptUuid, encryptUuid, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { User } from '../../model/people/user.js';

/**
 * Returns the `sub` claim that identifies the user to the client: the user's id or a pairwise identifier.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#SubjectIDTypes | OpenID Connect Core §8}
 */
export function subjectOf(issuer: Issuer, client: Client, user: Pick<User, 'id'>): string {
  return client.subject_type === 'public'
    ? user.id
    : sha256(JSON.stringify([sectorOf(client), user.id, issuer.pairwiseSalt]));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Returns the `sid` claim that identifies a session to the client. A client with pairwise identifiers receives the
 * session id encrypted, so that clients of different sectors cannot recognize a user by the `sid`.
 * {@link https://openid.net/specs/openid-connect-backchannel-1_0.html#BCSupport | Back-Channel Logout §2.1}
 */
export function sidOf(issuer: Issuer, client: Client, sessionId: string): string {
  return client.subject_type === 'public' ? sessionId : encryptUuid(sidPurpose(issuer, client), sessionId);
}

/**
 * Returns the id of the session that a verified `sid` claim identifies. A UUID is the session id itself, which public
 * clients receive and which older versions of Passgraph also sent to pairwise clients.
 */
export function sessionIdOf(issuer: Issuer, client: Client, sid: unknown): string | undefined {
  if (typeof sid !== 'string') return undefined;
  return UUID.test(sid) ? sid : decryptUuid(sidPurpose(issuer, client), sid);
}

function sidPurpose(issuer: Issuer, client: Client): string {
  return JSON.stringify(['sid', sectorOf(client), issuer.pairwiseSalt]);
}

/**
 * OpenID Connect Core §8.1: pairwise identifiers depend on the client's sector, which is the host of its redirect URIs.
 * The first redirect URI decides, because a client with pairwise identifiers must have the same host in all of them. A
 * client without redirect URIs is a sector of its own.
 */
function sectorOf({ redirect_uris: [uri], generation }: Client): string {
  return uri === undefined ? generation : new URL(uri).hostname || new URL(uri).protocol;
}
