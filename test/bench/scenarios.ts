import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Shot, Target } from './contender.js';
import type { SignIn } from './sign-in.js';

export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** A user who is signed in, and the clients. Both servers have the same. */
export interface Setting<T extends Target = Target> {
  readonly target: T;
  /** `Cookie` header of the browser in which a user is signed in. */
  readonly cookie: string;
  readonly client: Credentials;
  /** Gets JWT access tokens by client credentials. */
  readonly machine: Credentials;
  /** Gets opaque access tokens by client credentials. */
  readonly opaqueMachine: Credentials;
  /** Signs the user in with a browser that has no session, and returns the authorization code. */
  readonly signIn: SignIn;
  readonly authorizePath: string;
  readonly tokenPath: string;
  readonly userinfoPath: string;
  readonly introspectPath: string;
  readonly jwksPath: string;
}

/** Runs one operation, such as a request or a whole sign-in. It throws if a response is wrong. */
export type Operation = () => Promise<unknown>;

export interface Scenario {
  readonly name: string;
  /** The budget of an operation in round trips to the store. */
  readonly roundTrips: number;
  /** Makes an operation for each worker, which together can run `count` times. This is not measured. */
  prepare(setting: Setting, workers: number, count: number): Promise<Operation[]>;
}

const REDIRECT_URI = 'https://app.example/callback';
const VERIFIER = randomBytes(32).toString('base64url');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function basic({ id, secret }: Credentials) {
  return {
    ...FORM,
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  };
}

function authorizeShot(setting: Setting, scope: string): Shot {
  return { path: authorizePath(setting, scope), method: 'GET', headers: { cookie: setting.cookie }, expect: 303 };
}

/** The path and query of an authorization request. */
function authorizePath({ authorizePath: path, client }: Setting, scope: string): string {
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
  return `${path}?${query}`;
}

function tokenShot({ tokenPath }: Setting, client: Credentials, fields: Record<string, string>): Shot {
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

function same(workers: number, operation: Operation): Operation[] {
  return Array.from({ length: workers }, () => operation);
}

/** Repeats a request that always gets a response of the same form, which `check` reads. */
function repeated(
  { target }: Setting,
  workers: number,
  shot: () => Shot,
  check: (answer: Answer) => void,
): Operation[] {
  return same(workers, async () => check(await target.send(shot())));
}

const SCOPE = 'openid profile email';

function isJwt({ text }: Answer): boolean {
  return JSON.parse(text).access_token.split('.').length === 3;
}

function expecting(holds: (answer: Answer) => boolean) {
  return (answer: Answer): void => {
    if (!holds(answer)) throw new Error(`unexpected response: ${answer.text}`);
  };
}

function clientCredentials(setting: Setting, workers: number, kind: 'JWT' | 'opaque'): Operation[] {
  const isExpected = (answer: Answer) => isJwt(answer) === (kind === 'JWT');
  const shot = () =>
    tokenShot(setting, kind === 'JWT' ? setting.machine : setting.opaqueMachine, {
      grant_type: 'client_credentials',
      scope: kind === 'JWT' ? 'api:read' : 'api:opaque',
      resource: kind === 'JWT' ? 'https://api.example' : 'https://opaque.example',
    });
  return repeated(setting, workers, shot, expecting(isExpected));
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'discovery',
    roundTrips: 0,
    prepare: async (setting, workers) =>
      repeated(
        setting,
        workers,
        () => ({ path: '/.well-known/openid-configuration', method: 'GET', expect: 200 }),
        expecting(({ text }) => text.includes('"issuer"')),
      ),
  },
  {
    name: 'JWKS',
    roundTrips: 0,
    prepare: async (setting, workers) =>
      repeated(
        setting,
        workers,
        () => ({ path: setting.jwksPath, method: 'GET', expect: 200 }),
        expecting(({ text }) => text.includes('"keys"')),
      ),
  },
  {
    name: 'client credentials, JWT',
    roundTrips: 0,
    prepare: async (setting, workers) => clientCredentials(setting, workers, 'JWT'),
  },
  {
    name: 'client credentials, opaque',
    roundTrips: 1,
    prepare: async (setting, workers) => clientCredentials(setting, workers, 'opaque'),
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
      return repeated(
        setting,
        workers,
        () => shot,
        expecting(({ text }) => JSON.parse(text).active === true),
      );
    },
  },
  {
    name: 'userinfo',
    roundTrips: 1,
    prepare: async (setting, workers) => {
      const { access_token } = await getTokens(setting, SCOPE);
      const headers = { authorization: `Bearer ${access_token}` };
      return repeated(
        setting,
        workers,
        () => ({ path: setting.userinfoPath, method: 'GET', headers, expect: 200 }),
        expecting(({ text }) => JSON.parse(text).email === 'ada@example.com'),
      );
    },
  },
  {
    name: 'refresh',
    roundTrips: 2,
    prepare: (setting, workers) =>
      Promise.all(
        Array.from({ length: workers }, async () => {
          let { refresh_token = '' } = await getTokens(setting, `${SCOPE} offline_access`);
          return async () => {
            const shot = tokenShot(setting, setting.client, { grant_type: 'refresh_token', refresh_token });
            ({ refresh_token = '' } = JSON.parse((await setting.target.send(shot)).text));
          };
        }),
      ),
  },
  {
    name: 'authorize, signed in',
    roundTrips: 2,
    prepare: async (setting, workers) => same(workers, () => getCode(setting, SCOPE)),
  },
  {
    name: 'code exchange',
    roundTrips: 2,
    prepare: async (setting, workers, count) => {
      const codes: string[] = [];
      while (codes.length < count)
        codes.push(...(await Promise.all(Array.from({ length: workers }, () => getCode(setting, SCOPE)))));
      return same(workers, () => setting.target.send(codeShot(setting, codes.pop() ?? '')));
    },
  },
  {
    name: 'code with session',
    roundTrips: 4,
    prepare: async (setting, workers) => same(workers, () => getTokens(setting, SCOPE)),
  },
  {
    name: 'whole sign-in',
    roundTrips: 10,
    prepare: async (setting, workers) =>
      same(workers, async () => {
        const code = await setting.signIn(setting.target, authorizePath(setting, SCOPE));
        return setting.target.send(codeShot(setting, code));
      }),
  },
];
