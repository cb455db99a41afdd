import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import { type ClientFormInput, receiveClientForm } from '../client-authentication/client-form.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { findAccessToken, type LiveAccessToken } from '../tokens/find-access-token.js';
import { findRefreshToken } from '../tokens/find-refresh-token.js';

/**
 * The revocation endpoint. An opaque access token is revoked alone. For a refresh token or a user's JWT access token,
 * the grant with all its tokens is revoked. For an unknown token, the endpoint does nothing and returns no error.
 * {@link https://www.rfc-editor.org/rfc/rfc7009#section-2 | RFC 7009 §2}
 *
 * @throws OAuthError if the token was issued to another client or cannot be revoked
 */
export async function revoke(deps: Deps, issuer: Issuer, input: ClientFormInput): Promise<void> {
  const single = ['token', 'token_type_hint'] as const;
  const { authenticated, form } = await receiveClientForm(deps, issuer, input, { endpoint: 'revocation', single });
  if (form.token === undefined) throw new OAuthError('invalid_request', 'The token parameter is missing.');
  const { client } = authenticated;
  const access = await findAccessToken(deps, issuer, form.token);
  if (access !== undefined) return revokeAccessToken(deps, client, access, input.caller);
  const refresh = await findRefreshToken(deps, form.token);
  if (refresh?.grant === undefined || !isOfIssuer(refresh.grant, issuer)) return;
  checkOwnToken(client, refresh.token.clientGeneration);
  await revokeGrant(deps, client, refresh.grant, input.caller);
}

async function revokeAccessToken(
  deps: Deps,
  client: Client,
  { id, isJwt, live, exchanged, client: owner }: LiveAccessToken,
  caller: Caller,
): Promise<void> {
  checkOwnToken(client, owner.generation);
  if (isJwt) {
    // To revoke a JWT, the server revokes its grant. This JWT has no grant of its own, so it is valid until it expires
    // (RFC 7009 §2.2.1).
    if (live === undefined || exchanged) {
      throw new OAuthError(
        'unsupported_token_type',
        'This JWT access token cannot be revoked. It is valid until it expires.',
      );
    }
    return revokeGrant(deps, client, live.grant, caller);
  }
  if (!(await deps.store.tokens.end(id, deps.clock.now()))) return;
  await recordRevocation(deps, client, caller, { resource: 'token', resourceId: id, userId: live?.user.id });
}

/** Revokes a grant with all its tokens. RFC 7009 §2.1 recommends this if the client revokes a refresh token. */
async function revokeGrant(
  deps: Deps,
  client: Client,
  { id, userId, sessionId }: { readonly id: string; readonly userId: string; readonly sessionId?: string | undefined },
  caller: Caller,
): Promise<void> {
  if (!(await deps.store.grants.revoke(id, deps.clock.now()))) return;
  await recordRevocation(deps, client, caller, { resource: 'grant', resourceId: id, userId, sessionId });
}

/** RFC 7009 §2.1: the server must check that the token was issued to the client that revokes it. */
function checkOwnToken(client: Client, generation: string): void {
  if (!isSameGeneration(client.generation, generation)) {
    throw new OAuthError(
      'invalid_grant',
      'The token was issued to another client. Only that client can revoke the token.',
    );
  }
}

function recordRevocation(
  deps: Deps,
  { id }: Client,
  { ipAddress }: Caller,
  revoked: { resource: string; resourceId: string; userId?: string | undefined; sessionId?: string | undefined },
): Promise<void> {
  return deps.audit.record({
    type: 'TOKEN_REVOKED',
    actorKind: 'CLIENT',
    actorId: id,
    clientId: id,
    ipAddress,
    ...revoked,
  });
}
