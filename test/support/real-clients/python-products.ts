import { join } from 'node:path';
import type { Product } from './product-program.js';
import {
  python,
  signInToAirflow,
  signInToMlflow,
  signInToPgadmin,
  signInToStreamlit,
  signInToSuperset,
  textOf,
} from './product-sign-ins.js';

export const PYTHON_PRODUCTS: readonly Product[] = [
  {
    name: 'flask-appbuilder',
    package: 'flask-appbuilder',
    documentation: 'https://flask-appbuilder.readthedocs.io/en/latest/security.html#authentication-oauth',
    settings: '`OAUTH_PROVIDERS` with `server_metadata_url`, a `SecurityManager` class',
    template: { id: 'flask-appbuilder' },
    isQuick: true,
    command: (place) => [python(place), 'app.py'],
    signIn: async (visitor, origin) => {
      await visitor.open(`${origin}/login/passgraph`);
      return textOf(await visitor.open(`${origin}/users/userinfo/`));
    },
    expected: ({ username, email, name }) => [username, email, name],
    role: {
      read: async (visitor, origin) => {
        await visitor.open(`${origin}/login/passgraph`);
        return textOf(await visitor.open(`${origin}/users/userinfo/`));
      },
      member: '[Admin, Public]',
      other: '403 ',
    },
  },
  {
    name: 'airflow',
    package: 'apache-airflow',
    documentation: 'https://airflow.apache.org/docs/apache-airflow-providers-fab/stable/auth-manager/sso.html',
    settings: '`auth_manager`, `OAUTH_PROVIDERS` with `server_metadata_url`, a security manager class',
    template: { id: 'airflow' },
    command: () => ['sh', 'start.sh'],
    env: { PATH: '{{FOLDER}}/venv/bin:/usr/bin:/bin' },
    ready: '/api/v2/version',
    signIn: signInToAirflow,
    expected: ({ username, email }) => [username, email],
    role: { read: signInToAirflow, member: '[Admin, Viewer]', other: '[Viewer]' },
  },
  {
    name: 'superset',
    package: 'apache-superset',
    documentation: 'https://superset.apache.org/docs/configuration/configuring-superset#custom-oauth2-configuration',
    settings: '`OAUTH_PROVIDERS` with `server_metadata_url`, a `SupersetSecurityManager` class',
    template: { id: 'superset' },
    command: () => ['sh', 'start.sh'],
    env: { PATH: '{{FOLDER}}/venv/bin:/usr/bin:/bin' },
    ready: '/health',
    signIn: signInToSuperset,
    expected: ({ username, email }) => [username, email],
    role: { read: signInToSuperset, member: '"roles":{"Admin":', other: '"roles":{"Gamma":' },
  },
  {
    name: 'mlflow',
    package: 'mlflow-oidc-auth',
    documentation: 'https://github.com/mlflow-oidc/mlflow-oidc-auth/blob/main/docs/configuration.md',
    settings: '`OIDC_DISCOVERY_URL`, client ID, secret, redirect URI, scopes, the two groups',
    template: { id: 'mlflow', values: { user_group: 'staff' } },
    command: () => ['sh', 'start.sh'],
    env: {
      SECRET_KEY: 'the secret of this check, which nothing else knows',
      OIDC_USERS_DB_URI: 'sqlite:///{{DATA}}/users.db',
      PATH: '{{FOLDER}}/venv/bin:/usr/bin:/bin',
    },
    ready: '/health',
    signIn: signInToMlflow,
    expected: ({ email }) => [email],
    role: { read: signInToMlflow, member: '"is_admin":true', other: '"is_admin":false' },
  },
  {
    name: 'chainlit',
    package: 'chainlit',
    documentation: 'https://docs.chainlit.io/authentication/oauth',
    settings: '`OAUTH_GENERIC_*`: client ID, secret, the three endpoints, scopes',
    template: { id: 'chainlit' },
    isQuick: true,
    command: (place) => [python(place), '-m', 'chainlit', 'run', 'app.py', '--headless', '--port', '{{PORT}}'],
    env: {
      CHAINLIT_AUTH_SECRET: 'the secret of this check, which nothing else knows',
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
    template: { id: 'synapse' },
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
    template: { id: 'jupyterhub' },
    isQuick: true,
    command: (place) => [python(place), '-m', 'jupyterhub', '--config', 'jupyterhub_config.py'],
    env: { PATH: `${join(process.execPath, '..')}:${process.env.PATH}` },
    ready: '/hub/health',
    signIn: async (visitor, origin) => textOf(await visitor.open(`${origin}/hub/oauth_login?next=/hub/home`)),
    expected: ({ username }) => [`user: "${username}"`],
    role: {
      read: async (visitor, origin) => textOf(await visitor.open(`${origin}/hub/oauth_login?next=/hub/admin`)),
      member: '200 ',
      other: '403 ',
    },
  },
  {
    name: 'streamlit',
    package: 'streamlit[auth]',
    documentation: 'https://docs.streamlit.io/develop/concepts/connections/authentication',
    settings: '`server_metadata_url`, `client_id`, `client_secret`, `redirect_uri`, `cookie_secret`',
    template: { id: 'streamlit', values: { cookie_secret: 'the secret of this check which nothing else knows' } },
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
    template: { id: 'pgadmin' },
    command: ({ folder }) => [join(folder, 'venv/bin/pgadmin4')],
    env: { PYTHONPATH: '{{DATA}}', PGADMIN_SETUP_EMAIL: 'admin@example.com', PGADMIN_SETUP_PASSWORD: 'of this check' },
    signIn: signInToPgadmin,
    expected: ({ username }) => [`username: '${username}'`],
  },
];
