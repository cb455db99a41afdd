import type { Answer, Shot } from '../contender.js';
import { basic, getTokens, personOf, repeated, SCOPE, tokenShot } from './requests.js';
import type { Operation, Scenario, Setting } from './scenario.js';

function isJwt({ text }: Answer): boolean {
  return JSON.parse(text).access_token.split('.').length === 3;
}

function clientCredentials(setting: Setting, workers: number, kind: 'JWT' | 'opaque'): Operation[] {
  const isExpected = kind === 'JWT' ? isJwt : (answer: Answer) => !isJwt(answer);
  const client = kind === 'JWT' ? setting.machine : setting.opaqueMachine;
  const shot = () =>
    tokenShot(setting, client, {
      grant_type: 'client_credentials',
      scope: kind === 'JWT' ? 'api:read' : 'api:opaque',
      resource: kind === 'JWT' ? 'https://api.example' : 'https://opaque.example',
    });
  return repeated(setting, workers, shot, isExpected);
}

/** What applications request without a browser. */
export const clientScenarios: readonly Scenario[] = [
  {
    name: 'discovery',
    roundTrips: 0,
    events: {},
    prepare: async (setting, workers) =>
      repeated(
        setting,
        workers,
        () => ({ path: '/.well-known/openid-configuration', method: 'GET', expect: 200 }),
        ({ text }) => text.includes('"issuer"'),
      ),
  },
  {
    name: 'JWKS',
    roundTrips: 0,
    events: {},
    prepare: async (setting, workers) =>
      repeated(
        setting,
        workers,
        () => ({ path: setting.jwksPath, method: 'GET', expect: 200 }),
        ({ text }) => text.includes('"keys"'),
      ),
  },
  {
    name: 'client credentials, JWT',
    roundTrips: 0,
    events: { TOKEN_ISSUED: 1 },
    prepare: async (setting, workers) => clientCredentials(setting, workers, 'JWT'),
  },
  {
    name: 'client credentials, opaque',
    roundTrips: 1,
    events: { TOKEN_ISSUED: 1 },
    prepare: async (setting, workers) => clientCredentials(setting, workers, 'opaque'),
  },
  {
    name: 'introspection',
    roundTrips: 1,
    events: {},
    prepare: async (setting, workers) => {
      const { access_token = '' } = await getTokens(setting, personOf(setting, 0), SCOPE);
      const shot: Shot = {
        path: setting.introspectPath,
        method: 'POST',
        headers: basic(setting.client),
        body: new URLSearchParams({ token: access_token }).toString(),
        expect: 200,
      };
      return repeated(
        setting,
        workers,
        () => shot,
        ({ text }) => JSON.parse(text).active === true,
      );
    },
  },
  {
    name: 'userinfo',
    roundTrips: 1,
    events: {},
    prepare: async (setting, workers) => {
      const { access_token } = await getTokens(setting, personOf(setting, 0), SCOPE);
      const headers = { authorization: `Bearer ${access_token}` };
      return repeated(
        setting,
        workers,
        () => ({ path: setting.userinfoPath, method: 'GET', headers, expect: 200 }),
        ({ text }) => String(JSON.parse(text).email).endsWith('@example.com'),
      );
    },
  },
  {
    name: 'refresh',
    roundTrips: 2,
    events: { TOKEN_ISSUED: 1 },
    prepare: (setting, workers) =>
      Promise.all(
        Array.from({ length: workers }, async (_, worker) => {
          const first = await getTokens(setting, personOf(setting, worker), `${SCOPE} offline_access`);
          let { refresh_token = '' } = first;
          return async () => {
            const shot = tokenShot(setting, setting.client, { grant_type: 'refresh_token', refresh_token });
            ({ refresh_token = '' } = JSON.parse((await setting.target.send(shot)).text));
          };
        }),
      ),
  },
];
