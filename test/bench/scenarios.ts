import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Shot, Target } from './contender.js';

/** A user who is signed in, and the clients. Both servers have the same. */
export interface Setting<T extends Target = Target> {
  readonly target: T;
  /** `Cookie` header of the browser in which a user is signed in. */
  readonly cookie: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Gets JWT access tokens by client credentials. */
  readonly machine: { readonly id: string; readonly secret: string };
  readonly authorizePath: string;
  readonly tokenPath: string;
  readonly userinfoPath: string;
  readonly introspectPath: string;
}

/** Makes the requests of one worker. `learn` reads the response and throws if it is wrong. */
export interface Worker {
  next(): Shot;
  learn?(answer: Answer): void;
}

export interface Scenario {
  readonly name: string;
  /** The budget of a request in round trips to the store. */
  readonly roundTrips: number;
  /** Prepares the workers for `shots` requests. This is not measured. */
  prepare(setting: Setting, workers: number, shots: number): Promise<Worker[]>;
}

const REDIRECT_URI = 'https://app.example/callback';
const VERIFIER = randomBytes(32).toString('base64url');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function basic({ id, secret }: { id: string; secret: string }) {
  return {
    ...FORM,
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  };
}

function authorizeShot({ authorizePath, client, cookie }: Setting, scope: string): Shot {
  const query = new URLSearchParams({
    client_id: client.id,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope,
    state: randomBytes(16).toString('base64url'),
    nonce: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { path: `${authorizePath}?${query}`, method: 'GET', headers: { cookie }, expect: 303 };
}

function tokenShot(
  { tokenPath }: Setting,
  client: { id: string; secret: string },
  fields: Record<string, string>,
): Shot {
  return {
    path: tokenPath,
    method: 'POST',
    headers: basic(client),
    body: new URLSearchParams(fields).toString(),
    expect: 200,
  };
}

function codeShot(setting: Setting, code: string): Shot {
  return tokenShot(setting, setting.client, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT_URI,
    code_verifier: VERIFIER,
  });
}

/** The code of an authorization response. Throws if the response is a page. */
function codeOf({ target }: Setting, { headers }: Answer): string {
  const code = new URL(String(headers.location), target.origin).searchParams.get('code');
  if (code === null) throw new Error(`no code: ${String(headers.location)}`);
  return code;
}

async function getCode(setting: Setting, scope: string): Promise<string> {
  return codeOf(setting, await setting.target.send(authorizeShot(setting, scope)));
}

async function getTokens(setting: Setting, scope: string): Promise<Record<string, string>> {
  const { text } = await setting.target.send(codeShot(setting, await getCode(setting, scope)));
  return JSON.parse(text);
}

function same(workers: number, worker: Worker): Worker[] {
  return Array.from({ length: workers }, () => worker);
}

const SCOPE = 'openid profile email';

export const scenarios: readonly Scenario[] = [
  {
    name: 'authorize, signed in',
    roundTrips: 3,
    prepare: async (setting, workers) =>
      same(workers, {
        next: () => authorizeShot(setting, SCOPE),
        learn: (answer) => void codeOf(setting, answer),
      }),
  },
  {
    name: 'code exchange',
    roundTrips: 2,
    prepare: async (setting, workers, shots) => {
      const codes: string[] = [];
      while (codes.length < shots)
        codes.push(...(await Promise.all(Array.from({ length: workers }, () => getCode(setting, SCOPE)))));
      return same(workers, { next: () => codeShot(setting, codes.pop() ?? '') });
    },
  },
  {
    name: 'refresh',
    roundTrips: 2,
    prepare: (setting, workers) =>
      Promise.all(
        Array.from({ length: workers }, async () => {
          let { refresh_token = '' } = await getTokens(setting, `${SCOPE} offline_access`);
          return {
            next: () => tokenShot(setting, setting.client, { grant_type: 'refresh_token', refresh_token }),
            learn: ({ text }: Answer) => {
              ({ refresh_token = '' } = JSON.parse(text));
            },
          };
        }),
      ),
  },
  {
    name: 'client credentials, JWT',
    roundTrips: 0,
    prepare: async (setting, workers) =>
      same(workers, {
        next: () =>
          tokenShot(setting, setting.machine, {
            grant_type: 'client_credentials',
            scope: 'api:read',
            resource: 'https://api.example',
          }),
        learn: ({ text }) => {
          if (JSON.parse(text).access_token.split('.').length !== 3) throw new Error(`no JWT: ${text}`);
        },
      }),
  },
  {
    name: 'userinfo',
    roundTrips: 1,
    prepare: async (setting, workers) => {
      const { access_token } = await getTokens(setting, SCOPE);
      const headers = { authorization: `Bearer ${access_token}` };
      return same(workers, {
        next: () => ({ path: setting.userinfoPath, method: 'GET', headers, expect: 200 }),
        learn: ({ text }) => {
          if (JSON.parse(text).email !== 'ada@example.com') throw new Error(`no claims: ${text}`);
        },
      });
    },
  },
  {
    name: 'introspection',
    roundTrips: 1,
    prepare: async (setting, workers) => {
      const { access_token = '' } = await getTokens(setting, SCOPE);
      const shot: Shot = {
        path: setting.introspectPath,
        method: 'POST',
        headers: basic(setting.client),
        body: new URLSearchParams({ token: access_token }).toString(),
        expect: 200,
      };
      return same(workers, {
        next: () => shot,
        learn: ({ text }) => {
          if (JSON.parse(text).active !== true) throw new Error(`not active: ${text}`);
        },
      });
    },
  },
];
