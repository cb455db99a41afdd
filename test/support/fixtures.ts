import { signIn } from '../../src/access/session.js';
import { newClientSecret } from '../../src/keys/client-secrets.js';
import { newOrderedId, newSecret, newUuid } from '../../src/keys/secrets.js';
import type { Client } from '../../src/model/client.js';
import type { Deps } from '../../src/model/deps.js';
import type { Issuer } from '../../src/model/issuer.js';
import { permissionKey } from '../../src/model/permission.js';
import type { Session } from '../../src/model/session.js';
import { type User, usernameKey } from '../../src/model/user.js';

/** An issuer of its own, stored. */
export const makeIssuer = async (deps: Deps, id: string): Promise<Issuer> => {
  const issuer: Issuer = {
    id,
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    incarnation: newSecret(deps.random),
    slug: id,
    pairwiseSalt: newSecret(deps.random),
    createdAt: deps.clock.now(),
  };
  await deps.store.issuers.insert(issuer);
  return issuer;
};

/** A confidential client that takes all users, stored, with its secret. */
export const makeClient = async (
  deps: Deps,
  issuer: Issuer,
  changes: Partial<Client> = {},
): Promise<{ client: Client; secret: string }> => {
  const incarnation = newSecret(deps.random);
  const { secret, record } = newClientSecret(deps, { incarnation });
  const client: Client = {
    id: newOrderedId(deps.clock, deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    incarnation,
    issuerId: issuer.id,
    issuerIncarnation: issuer.incarnation,
    name: 'Wiki',
    enabled: true,
    grantEpoch: 0,
    // Used a moment ago, so that its use is not noted again.
    secrets: changes.token_endpoint_auth_method === 'none' ? [] : [{ ...record, lastUsedAt: record.createdAt }],
    application_type: 'web',
    securityProfile: 'STANDARD',
    integrations: ['OIDC'],
    redirect_uris: ['https://wiki.example/callback'],
    post_logout_redirect_uris: ['https://wiki.example/goodbye'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    audiences: [],
    requirePkce: true,
    require_signed_request_object: false,
    require_pushed_authorization_requests: false,
    dpop_bound_access_tokens: false,
    id_token_signed_response_alg: 'RS256',
    claimsInIdToken: true,
    accessTokenFormat: 'OPAQUE',
    accessTokenSigningAlg: 'RS256',
    accessTokenLifetime: 300,
    refreshTokenIdleLifetime: 1_209_600,
    refreshTokenAbsoluteLifetime: 7_776_000,
    subject_type: 'public',
    consent: 'NEVER',
    accessPolicy: 'ALL_USERS',
    registrationEnabled: false,
    createdAt: deps.clock.now(),
    updatedAt: deps.clock.now(),
    ...changes,
  };
  if (!(await deps.store.clients.insert(client))) throw new Error(`There is a client ${client.id} already.`);
  return { client, secret };
};

export const makeUser = async (deps: Deps, changes: Partial<User> = {}): Promise<User> => {
  const username = changes.username ?? `ada-${newSecret(deps.random).slice(0, 8)}`;
  const user: User = {
    id: newUuid(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    username,
    usernameKey: usernameKey(username),
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    email_verified: true,
    phone_number_verified: false,
    claims: {},
    enabled: true,
    webauthnUserId: newSecret(deps.random),
    passkeyIds: [],
    recoveryCodeHashes: [],
    grantEpoch: 0,
    sessionEpoch: 0,
    enrolmentEpoch: 0,
    createdAt: deps.clock.now(),
    updatedAt: deps.clock.now(),
    ...changes,
  };
  await deps.store.users.insert(user);
  return user;
};

/** As after a ceremony: a session of the user, and the value of its cookie. */
export const signInAs = (deps: Deps, user: User): Promise<{ session: Session; cookie: string }> =>
  signIn(deps, { user, passkeyId: 'passkey', amr: ['swk', 'user', 'mfa'], acr: 'phr' }, undefined, {});

export const permit = async (deps: Deps, client: Client, user: User): Promise<string> => {
  const id = newOrderedId(deps.clock, deps.random);
  await deps.store.permissions.insert({
    id,
    key: permissionKey(client, { userId: user.id }),
    clientId: client.id,
    clientIncarnation: client.incarnation,
    userId: user.id,
    createdAt: deps.clock.now(),
  });
  return id;
};
