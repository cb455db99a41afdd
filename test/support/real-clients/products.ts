import { join } from 'node:path';
import { PROTECTED_BY_APACHE } from './mod-auth-openidc.js';
import { type Product, toSoftware } from './product-program.js';
import { signInToDirectus, signInToStepCa, textOf } from './product-sign-ins.js';
import { PYTHON_PRODUCTS } from './python-products.js';
import type { Software } from './software.js';

/** The roles of Directus that the check creates. */
const DIRECTUS_ROLES = {
  administrator: '8b0e5a4a-2b1d-4b1f-9b3e-0f4f5a3c2d1e',
  user: '3c9f8a17-5f0b-4c55-8a4e-9d7a1b2c3d4e',
};

const PRODUCTS_IN_TABLE: readonly Product[] = [
  {
    name: 'oauth2-proxy',
    package: 'github.com/oauth2-proxy/oauth2-proxy/v7',
    documentation: 'https://oauth2-proxy.github.io/oauth2-proxy/configuration/providers/openid_connect',
    settings: '`provider = "oidc"`, `oidc_issuer_url`, `client_id`, `client_secret`, `redirect_url`',
    template: {
      id: 'oauth2-proxy',
      values: {
        allowed_group: 'admins',
        cookie_secret: 'thirty-two-bytes-of-this-check..',
        upstream: 'http://localhost:9',
      },
    },
    command: ({ folder }) => [join(folder, 'bin/oauth2-proxy'), '--config', 'oauth2-proxy.cfg'],
    signIn: async (visitor, origin) => textOf(await visitor.open(`${origin}/oauth2/start?rd=/oauth2/userinfo`)),
    expected: ({ id, email, username }) => [id, email, username],
    role: {
      read: async (visitor, origin) => textOf(await visitor.open(`${origin}/oauth2/start?rd=/oauth2/userinfo`)),
      member: '200 ',
      other: '403 ',
    },
  },
  {
    name: 'miniflux',
    package: 'miniflux.app/v2',
    documentation: 'https://miniflux.app/docs/howto.html#oauth2',
    settings: '`OAUTH2_PROVIDER=oidc`, `OAUTH2_OIDC_DISCOVERY_ENDPOINT`, client ID, secret, redirect URL',
    template: { id: 'miniflux' },
    needsPostgres: true,
    command: ({ folder }) => [join(folder, 'bin/miniflux.app')],
    env: {
      DATABASE_URL: '{{POSTGRES}}',
      RUN_MIGRATIONS: '1',
      LISTEN_ADDR: 'localhost:{{PORT}}',
    },
    signIn: async (visitor, origin) => {
      await visitor.open(`${origin}/oauth2/oidc/redirect`);
      return textOf(await visitor.open(`${origin}/settings`));
    },
    expected: ({ username }) => [username],
    role: {
      read: async (visitor, origin) => {
        await visitor.open(`${origin}/oauth2/oidc/redirect`);
        return textOf(await visitor.open(`${origin}/users`));
      },
      member: '200 ',
      other: '403 ',
    },
  },
  {
    name: 'node-red',
    package: 'node-red',
    documentation: 'https://nodered.org/docs/user-guide/runtime/securing-node-red#oauthopenid-based-authentication',
    settings: '`adminAuth` with the strategy of `passport-openidconnect`',
    template: { id: 'node-red' },
    isQuick: true,
    command: ({ folder }) => [
      process.execPath,
      join(folder, 'node_modules/node-red/red.js'),
      '--settings',
      'settings.js',
    ],
    env: { NODE_PATH: '{{FOLDER}}/node_modules' },
    signIn: async ({ agent, open }, origin) => {
      const { url } = await open(`${origin}/auth/strategy`);
      // The code is Base64 without URL encoding.
      const code = /[?&]code=([^&]+)/.exec(url.search)?.[1];
      const { accessToken } = (await agent.postJson(`${origin}/auth/token`, { code }, { origin })).json();
      return (await agent.get(`${origin}/settings`, { authorization: `Bearer ${accessToken}` })).text;
    },
    expected: ({ username }) => [`"username":"${username}"`],
  },
  {
    name: 'actual',
    package: '@actual-app/sync-server',
    documentation: 'https://actualbudget.org/docs/config/oauth-auth',
    settings: '`ACTUAL_OPENID_DISCOVERY_URL`, client ID, secret, server hostname',
    template: { id: 'actual' },
    command: ({ folder }) => ['node', join(folder, 'node_modules/@actual-app/sync-server/build/bin/actual-server.js')],
    env: {
      ACTUAL_PORT: '{{PORT}}',
      ACTUAL_HOSTNAME: 'localhost',
      ACTUAL_DATA_DIR: '{{DATA}}',
    },
    signIn: async ({ agent, open }, origin) => {
      const asked = { loginMethod: 'openid', returnUrl: origin };
      const started = await agent.postJson(`${origin}/account/login`, asked, { origin });
      const { url } = await open(started.json<{ data: { returnUrl: string } }>().data.returnUrl);
      const token = url.searchParams.get('token') ?? '';
      return (await agent.get(`${origin}/account/validate`, { 'x-actual-token': token })).text;
    },
    expected: ({ username, name }) => [`"userName":"${username}"`, `"displayName":"${name}"`],
  },
  {
    name: 'meshcentral',
    package: 'meshcentral',
    documentation: 'https://ylianst.github.io/MeshCentral/meshcentral/openidConnectStrategy/',
    settings: '`authStrategies.oidc` with `issuer`, `client_id`, `client_secret`, `redirect_uri`',
    template: { id: 'meshcentral' },
    isQuick: true,
    command: ({ folder }) => [
      ...['node', join(folder, 'node_modules/meshcentral/meshcentral.js')],
      ...['--datapath', '{{DATA}}', '--port', '{{PORT}}'],
    ],
    ready: '/health.ashx',
    signIn: async (visitor, origin) => {
      await visitor.open(`${origin}/auth-oidc`);
      return textOf(await visitor.open(`${origin}/`));
    },
    expected: ({ name }) => [encodeURIComponent(JSON.stringify({ name }).slice(0, -1))],
  },
  {
    name: 'directus',
    package: 'directus',
    documentation: 'https://directus.io/docs/configuration/auth-sso',
    settings: '`AUTH_PASSGRAPH_DRIVER=openid`, `AUTH_PASSGRAPH_ISSUER_URL`, client ID, secret, public registration',
    template: {
      id: 'directus',
      values: { admin_role_id: DIRECTUS_ROLES.administrator, user_role_id: DIRECTUS_ROLES.user },
    },
    needsPostgres: true,
    command: () => ['sh', 'start.sh'],
    env: {
      HOST: 'localhost',
      SECRET: 'the secret of this check, which nothing else knows',
      DB_CLIENT: 'pg',
      DB_CONNECTION_STRING: '{{POSTGRES}}',
      ADMIN_EMAIL: 'admin@example.com',
      ADMIN_PASSWORD: 'of this check',
      TELEMETRY: 'false',
      ADMINISTRATOR_ROLE: DIRECTUS_ROLES.administrator,
      USER_ROLE: DIRECTUS_ROLES.user,
    },
    ready: '/server/ping',
    signIn: signInToDirectus,
    expected: ({ email, id }) => [`"email":"${email}"`, `"external_identifier":"${id}"`],
    role: {
      read: signInToDirectus,
      member: `"role":"${DIRECTUS_ROLES.administrator}"`,
      other: `"role":"${DIRECTUS_ROLES.user}"`,
    },
  },
  {
    name: 'step-ca',
    package: 'github.com/smallstep/certificates',
    documentation: 'https://smallstep.com/docs/step-ca/provisioners/#oauthoidc-single-sign-on',
    settings: 'a provisioner of type `OIDC` with client ID, secret and configuration endpoint',
    template: { id: 'step-ca' },
    command: () => ['sh', 'start.sh'],
    says: /Serving HTTPS on/,
    signIn: signInToStepCa,
    expected: ({ id, email }) => [`email:${email}`, `#${id}`],
  },
];

export const PRODUCTS: readonly Software[] = [
  ...[...PRODUCTS_IN_TABLE, ...PYTHON_PRODUCTS].map(toSoftware),
  PROTECTED_BY_APACHE,
];
