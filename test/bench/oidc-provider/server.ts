import { createServer } from 'node:http';
// @ts-expect-error It brings no types; what is used of it is in its documentation.
import Provider from 'oidc-provider';
import { inMemory, onSqlite } from './adapters.js';

/** node-oidc-provider as its documentation sets it up, in memory or on an SQLite file. */
const { BENCH_PORT = '', BENCH_FILE, CLIENT_SECRET = '', SIGNING_KEY = '', REQUEST_KEYS = '' } = process.env;
const signingKey = JSON.parse(SIGNING_KEY);
const origin = `http://localhost:${BENCH_PORT}`;
const API = 'https://api.example';

interface Context {
  readonly oidc: {
    readonly provider: {
      readonly Grant: {
        new (of: object): { addOIDCScope(scope: string): void; save(): Promise<string> };
        find(id: string): Promise<object | undefined>;
      };
    };
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string; grantIdFor(clientId: string): string | undefined };
  };
}

const client = {
  client_secret: CLIENT_SECRET,
  redirect_uris: ['https://app.example/callback'],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: signingKey.alg,
};

const provider = new Provider(origin, {
  adapter: BENCH_FILE === undefined ? inMemory : onSqlite(BENCH_FILE),
  clients: [
    { ...client, client_id: 'bench' },
    { ...client, client_id: 'signer', jwks: JSON.parse(REQUEST_KEYS), request_object_signing_alg: 'ES256' },
  ],
  jwks: { keys: [signingKey] },
  cookies: { keys: ['a-key-for-the-signatures-of-cookies'] },
  findAccount: (_: unknown, sub: string) => ({
    accountId: sub,
    claims: () => ({ sub, email: 'ada@example.com', name: 'Ada' }),
  }),
  // What it remembers, and the first time without a page: a code counts only under the session's present grant.
  loadExistingGrant: async ({ oidc: { provider: of, client, session } }: Context) => {
    const grantId = session.grantIdFor(client.clientId);
    if (grantId !== undefined) return of.Grant.find(grantId);
    const grant = new of.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope('openid profile email offline_access');
    await grant.save();
    return grant;
  },
  rotateRefreshToken: true,
  // Without it, offline_access would need prompt=consent, and that a page.
  issueRefreshToken: () => true,
  claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    requestObjects: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_: unknown, __: unknown, oneOf: string[]) => oneOf,
      getResourceServerInfo: (_: unknown, resource: string) => ({
        scope: 'api:read api:opaque',
        audience: resource,
        accessTokenFormat: resource === API ? 'jwt' : 'opaque',
        accessTokenTTL: 300,
        jwt: { sign: { alg: signingKey.alg } },
      }),
    },
  },
});

createServer(provider.callback()).listen(Number(BENCH_PORT), 'localhost');
