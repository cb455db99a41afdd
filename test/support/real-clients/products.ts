import { join } from 'node:path';
import { type Product, toSoftware } from './product-program.js';
import {
  python,
  signInToDirectus,
  signInToPgadmin,
  signInToStepCa,
  signInToStreamlit,
  textOf,
} from './product-sign-ins.js';
import type { Software } from './software.js';

const PRODUCTS_IN_TABLE: readonly Product[] = [
  {
    name: 'oauth2-proxy',
    package: 'github.com/oauth2-proxy/oauth2-proxy/v7',
    documentation: 'https://oauth2-proxy.github.io/oauth2-proxy/configuration/providers/openid_connect',
    settings: '`provider = "oidc"`, `oidc_issuer_url`, `client_id`, `client_secret`, `redirect_url`',
    callback: '/oauth2/callback',
    command: ({ folder }) => [join(folder, 'bin/oauth2-proxy'), '--config', 'oauth2-proxy.cfg'],
    signIn: async (visitor, origin) => textOf(await visitor.open(`${origin}/oauth2/start?rd=/oauth2/userinfo`)),
    expected: ({ id, email, username }) => [id, email, username],
  },
  {
    name: 'miniflux',
    package: 'miniflux.app/v2',
    documentation: 'https://miniflux.app/docs/howto.html#oauth2',
    settings: '`OAUTH2_PROVIDER=oidc`, `OAUTH2_OIDC_DISCOVERY_ENDPOINT`, client ID, secret, redirect URL',
    callback: '/oauth2/oidc/callback',
    needsPostgres: true,
    command: ({ folder }) => [join(folder, 'bin/miniflux.app')],
    env: {
      DATABASE_URL: '{{POSTGRES}}',
      RUN_MIGRATIONS: '1',
      LISTEN_ADDR: 'localhost:{{PORT}}',
      BASE_URL: '{{ORIGIN}}/',
      OAUTH2_PROVIDER: 'oidc',
      OAUTH2_CLIENT_ID: '{{CLIENT_ID}}',
      OAUTH2_CLIENT_SECRET: '{{CLIENT_SECRET}}',
      OAUTH2_REDIRECT_URL: '{{ORIGIN}}/oauth2/oidc/callback',
      OAUTH2_OIDC_DISCOVERY_ENDPOINT: '{{ISSUER}}',
      OAUTH2_USER_CREATION: '1',
    },
    signIn: async (visitor, origin) => {
      await visitor.open(`${origin}/oauth2/oidc/redirect`);
      return textOf(await visitor.open(`${origin}/settings`));
    },
    expected: ({ username }) => [username],
  },
  {
    name: 'node-red',
    package: 'node-red',
    documentation: 'https://nodered.org/docs/user-guide/runtime/securing-node-red#oauthopenid-based-authentication',
    settings: '`adminAuth` with the strategy of `passport-openidconnect`',
    callback: '/auth/strategy/callback',
    isQuick: true,
    command: ({ folder }) => [
      process.execPath,
      join(folder, 'node_modules/node-red/red.js'),
      '--settings',
      'settings.js',
    ],
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
    callback: '/openid/callback',
    command: ({ folder }) => ['node', join(folder, 'node_modules/@actual-app/sync-server/build/bin/actual-server.js')],
    env: {
      ACTUAL_PORT: '{{PORT}}',
      ACTUAL_HOSTNAME: 'localhost',
      ACTUAL_DATA_DIR: '{{DATA}}',
      ACTUAL_OPENID_DISCOVERY_URL: '{{ISSUER}}/.well-known/openid-configuration',
      ACTUAL_OPENID_CLIENT_ID: '{{CLIENT_ID}}',
      ACTUAL_OPENID_CLIENT_SECRET: '{{CLIENT_SECRET}}',
      ACTUAL_OPENID_SERVER_HOSTNAME: '{{ORIGIN}}',
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
    name: 'flask-appbuilder',
    package: 'flask-appbuilder',
    documentation: 'https://flask-appbuilder.readthedocs.io/en/latest/security.html#authentication-oauth',
    settings: '`OAUTH_PROVIDERS` with `server_metadata_url`, a `SecurityManager` class',
    callback: '/oauth-authorized/passgraph',
    isQuick: true,
    command: (place) => [python(place), 'app.py'],
    signIn: async (visitor, origin) => {
      await visitor.open(`${origin}/login/passgraph`);
      return textOf(await visitor.open(`${origin}/users/userinfo/`));
    },
    expected: ({ username, email, name }) => [username, email, name],
  },
  {
    name: 'chainlit',
    package: 'chainlit',
    documentation: 'https://docs.chainlit.io/authentication/oauth',
    settings: '`OAUTH_GENERIC_*`: client ID, secret, the three endpoints, scopes',
    callback: '/auth/oauth/generic/callback',
    isQuick: true,
    command: (place) => [python(place), '-m', 'chainlit', 'run', 'app.py', '--headless', '--port', '{{PORT}}'],
    env: {
      CHAINLIT_AUTH_SECRET: 'the secret of this check, which nothing else knows',
      OAUTH_GENERIC_CLIENT_ID: '{{CLIENT_ID}}',
      OAUTH_GENERIC_CLIENT_SECRET: '{{CLIENT_SECRET}}',
      OAUTH_GENERIC_AUTH_URL: '{{ISSUER}}/oidc/authorize',
      OAUTH_GENERIC_TOKEN_URL: '{{ISSUER}}/oidc/token',
      OAUTH_GENERIC_USER_INFO_URL: '{{ISSUER}}/oidc/userinfo',
      OAUTH_GENERIC_SCOPES: 'openid profile email',
    },
    signIn: async (visitor, origin) => {
      await visitor.open(`${origin}/auth/oauth/generic`);
      return textOf(await visitor.open(`${origin}/user`));
    },
    expected: ({ email }) => [`"identifier":"${email}"`],
  },
  {
    name: 'synapse',
    package: 'matrix-synapse[oidc]',
    documentation: 'https://element-hq.github.io/synapse/latest/openid.html',
    settings: '`oidc_providers` with `issuer`, `client_id`, `client_secret`, `scopes`, `localpart_template`',
    callback: '/_synapse/client/oidc/callback',
    isQuick: true,
    command: (place) => [python(place), '-m', 'synapse.app.homeserver', '--config-path', 'homeserver.yaml'],
    signIn: async ({ agent, open }, origin) => {
      const back = `${origin}/_matrix/static/`;
      const start = `${origin}/_matrix/client/v3/login/sso/redirect/oidc-passgraph`;
      const { url } = await open(`${start}?${new URLSearchParams({ redirectUrl: back })}`);
      const login = { type: 'm.login.token', token: url.searchParams.get('loginToken') };
      return (await agent.postJson(`${origin}/_matrix/client/v3/login`, login, { origin })).text;
    },
    expected: ({ username }) => [`"user_id":"@${username}:localhost"`],
  },
  {
    name: 'jupyterhub',
    package: 'oauthenticator',
    documentation:
      'https://oauthenticator.readthedocs.io/en/latest/tutorials/provider-specific-setup/providers/generic.html',
    settings: '`GenericOAuthenticator`: client ID, secret, the three endpoints, `scope`, `username_claim`',
    callback: '/hub/oauth_callback',
    isQuick: true,
    command: (place) => [python(place), '-m', 'jupyterhub', '--config', 'jupyterhub_config.py'],
    env: { PATH: `${join(process.execPath, '..')}:${process.env.PATH}` },
    ready: '/hub/health',
    signIn: async (visitor, origin) => textOf(await visitor.open(`${origin}/hub/oauth_login?next=/hub/home`)),
    expected: ({ username }) => [`user: "${username}"`],
  },
  {
    name: 'streamlit',
    package: 'streamlit[auth]',
    documentation: 'https://docs.streamlit.io/develop/concepts/connections/authentication',
    settings: '`server_metadata_url`, `client_id`, `client_secret`, `redirect_uri`, `cookie_secret`',
    callback: '/oauth2callback',
    command: (place) => [
      ...[python(place), '-m', 'streamlit', 'run', 'app.py', '--server.headless=true'],
      ...['--server.address=localhost', '--server.port={{PORT}}', '--browser.gatherUsageStats=false'],
    ],
    signIn: signInToStreamlit,
    expected: ({ id, email }) => [id, email],
  },
  {
    name: 'pgadmin',
    package: 'pgadmin4',
    documentation: 'https://www.pgadmin.org/docs/pgadmin4/latest/oauth2.html',
    settings: '`OAUTH2_CONFIG` with `OAUTH2_SERVER_METADATA_URL`, client ID, secret, the endpoints, scope',
    callback: '/oauth2/authorize',
    command: ({ folder }) => [join(folder, 'venv/bin/pgadmin4')],
    env: { PYTHONPATH: '{{DATA}}', PGADMIN_SETUP_EMAIL: 'admin@example.com', PGADMIN_SETUP_PASSWORD: 'of this check' },
    signIn: signInToPgadmin,
    expected: ({ email }) => [email],
  },
  {
    name: 'meshcentral',
    package: 'meshcentral',
    documentation: 'https://ylianst.github.io/MeshCentral/meshcentral/openidConnectStrategy/',
    settings: '`authStrategies.oidc` with `issuer`, `client_id`, `client_secret`, `redirect_uri`',
    callback: '/auth-oidc-callback',
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
    callback: '/auth/login/passgraph/callback',
    needsPostgres: true,
    command: () => ['sh', 'start.sh'],
    env: {
      HOST: 'localhost',
      PUBLIC_URL: '{{ORIGIN}}',
      SECRET: 'the secret of this check, which nothing else knows',
      DB_CLIENT: 'pg',
      DB_CONNECTION_STRING: '{{POSTGRES}}',
      ADMIN_EMAIL: 'admin@example.com',
      ADMIN_PASSWORD: 'of this check',
      TELEMETRY: 'false',
      AUTH_PROVIDERS: 'passgraph',
      AUTH_PASSGRAPH_DRIVER: 'openid',
      AUTH_PASSGRAPH_CLIENT_ID: '{{CLIENT_ID}}',
      AUTH_PASSGRAPH_CLIENT_SECRET: '{{CLIENT_SECRET}}',
      AUTH_PASSGRAPH_ISSUER_URL: '{{ISSUER}}',
      AUTH_PASSGRAPH_ALLOW_PUBLIC_REGISTRATION: 'true',
    },
    ready: '/server/ping',
    signIn: signInToDirectus,
    expected: ({ email, id }) => [`"email":"${email}"`, `"external_identifier":"${id}"`],
  },
  {
    name: 'step-ca',
    package: 'github.com/smallstep/certificates',
    documentation: 'https://smallstep.com/docs/step-ca/provisioners/#oauthoidc-single-sign-on',
    settings: 'a provisioner of type `OIDC` with client ID, secret and configuration endpoint',
    callback: '',
    command: () => ['sh', 'start.sh'],
    says: /Serving HTTPS on/,
    signIn: signInToStepCa,
    expected: ({ id, email }) => [`email:${email}`, `#${id}`],
  },
];

export const PRODUCTS: readonly Software[] = PRODUCTS_IN_TABLE.map(toSoftware);
