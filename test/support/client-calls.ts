import { generateKeyPairSync } from 'node:crypto';
import { SETTING_ENTRIES } from '../../src/admin/clients/client-settings.js';
import { isChoices, type ValueType } from '../../src/admin/value-type.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Administration, GraphqlAnswer } from './administration.js';

/** The selection of every field of a client that is not another record. */
export const CLIENT_FIELDS = `id issuerId ${SETTING_ENTRIES.map(([name, { type }]) => `${name} ${selectionOf(type)}`).join(' ')} secrets { id hint expiresAt }`;

function selectionOf({ kind }: ValueType): string {
  if (typeof kind !== 'object' || isChoices(kind)) return '';
  return `{ ${Object.entries(kind.members)
    .map(([name, { type }]) => `${name} ${selectionOf(type)}`)
    .join(' ')} }`;
}

interface CreatedClient {
  readonly id: string;
  readonly clientSecret: string;
  readonly client: Record<string, unknown>;
}

/** The mutations of clients that several tests use. */
export interface ClientCalls {
  create(input: object, key?: string): Promise<GraphqlAnswer>;
  update(input: object): Promise<GraphqlAnswer>;
  /** Creates a client, and throws if it is rejected. */
  created(input?: object): Promise<CreatedClient>;
  recordOf(id: string): Promise<Client>;
}

export function clientCalls(server: () => Administration): ClientCalls {
  const create: ClientCalls['create'] = (input, key) =>
    server().mutate('createClient', { name: 'App', ...input }, `clientSecret client { ${CLIENT_FIELDS} }`, key);
  return {
    create,
    update: (input) => server().mutate('updateClient', input, `client { ${CLIENT_FIELDS} }`),
    created: async (input = {}) => {
      const { data, errors } = await create(input);
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      const { client, clientSecret } = data.createClient;
      return { id: client.id, clientSecret, client };
    },
    recordOf: async (id) => {
      const client = await server().deps.store.clients.find(id);
      if (client === undefined) throw new Error(`There is no client ${id}.`);
      return client;
    },
  };
}

function publicKeySet(type: 'rsa' | 'ed25519') {
  const { publicKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
  return { keys: [publicKey.export({ format: 'jwk' })] };
}

export const RSA_KEY_SET = publicKeySet('rsa');
export const ED25519_KEY_SET = publicKeySet('ed25519');

/** Every setting with another value than its default, as far as the values go together. */
export const OTHER_SETTINGS = {
  name: 'Whole',
  integrations: ['OIDC', 'BASIC'],
  redirectUris: ['https://app.example/cb', 'http://localhost:8080/cb'],
  postLogoutRedirectUris: ['https://app.example/bye'],
  backchannelLogoutUri: 'https://app.example/logout',
  grantTypes: ['AUTHORIZATION_CODE', 'CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE', 'DEVICE_CODE'],
  tokenEndpointAuthMethod: 'CLIENT_SECRET_JWT',
  jwks: RSA_KEY_SET,
  scopes: ['openid', 'email'],
  audiences: ['https://api.example'],
  requirePkce: true,
  requestObjectSigningAlg: 'PS256',
  requirePushedAuthorizationRequests: true,
  dpopBoundAccessTokens: true,
  idTokenSignedResponseAlg: 'EDDSA',
  claimsInIdToken: false,
  groupsClaimFormat: 'NAMES',
  groupsClaimFilter: 'ALL',
  claimRules: [{ claim: 'role', expression: '"member"' }],
  userinfoSignedResponseAlg: 'ES256',
  introspectionSignedResponseAlg: 'HS256',
  accessTokenFormat: 'JWT',
  accessTokenSigningAlg: 'PS256',
  accessTokenLifetime: 60,
  refreshTokenIdleLifetime: 3600,
  refreshTokenAbsoluteLifetime: 7200,
  consent: 'ALWAYS',
  accessPolicy: 'ALL_USERS',
  registrationEnabled: true,
  askEmail: true,
  logoUri: 'https://app.example/logo.png',
  clientUri: 'https://app.example',
  policyUri: 'https://app.example/privacy',
  initiateLoginUri: 'https://app.example/start',
  tosUri: 'https://app.example/terms',
  defaultAcr: 'PHR',
  defaultMaxAge: 3600,
  requireDeviceBound: true,
  templateId: 'grafana',
};
