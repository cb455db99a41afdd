import { createServer } from 'node:http';
// @ts-expect-error It brings no types; what is used of it is in its documentation.
import Provider from 'oidc-provider';

/** node-oidc-provider as its documentation sets it up, with a store in memory, for one client and one user. */
const { BENCH_PORT = '', CLIENT_SECRET = '', SIGNING_KEY = '' } = process.env;
const origin = `http://localhost:${BENCH_PORT}`;
const API = 'https://api.example';

type Payload = Record<string, unknown> & { uid?: string; grantId?: string; consumed?: number };
const kept = new Map<string, Payload>();
const byUid = new Map<string, string>();

/** Its adapter, on a map: it keeps everything, where the one that it brings keeps the last thousand records. */
function adapterOf(model: string) {
  return {
    upsert: async (id: string, payload: Payload) => {
      kept.set(`${model}:${id}`, payload);
      if (payload.uid !== undefined) byUid.set(payload.uid, id);
    },
    find: async (id: string) => kept.get(`${model}:${id}`),
    findByUid: async (uid: string) => kept.get(`${model}:${byUid.get(uid)}`),
    consume: async (id: string) => {
      const payload = kept.get(`${model}:${id}`);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    },
    destroy: async (id: string) => {
      kept.delete(`${model}:${id}`);
    },
    revokeByGrantId: async () => undefined,
  };
}

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

const provider = new Provider(origin, {
  adapter: adapterOf,
  clients: [
    {
      client_id: 'bench',
      client_secret: CLIENT_SECRET,
      redirect_uris: ['https://app.example/callback'],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  jwks: { keys: [JSON.parse(SIGNING_KEY)] },
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
  interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  rotateRefreshToken: true,
  // Without it, offline_access would need prompt=consent, and that a page.
  issueRefreshToken: () => true,
  claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (_: unknown, __: unknown, oneOf: string[]) => oneOf,
      getResourceServerInfo: () => ({
        scope: 'api:read',
        audience: API,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});

const answer = provider.callback();
createServer((request, response) => {
  if (request.url?.startsWith('/interaction/')) {
    provider.interactionFinished(request, response, { login: { accountId: 'ada' } });
  } else {
    answer(request, response);
  }
}).listen(Number(BENCH_PORT), 'localhost');
