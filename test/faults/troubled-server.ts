import { isDeepStrictEqual } from 'node:util';
import { expect } from '@jest/globals';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { TestApp } from '../support/app.js';
import { basicHeader, queryOf } from '../support/authorization.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';

/** Longer than every limit of the server: a request without an answer after this time hangs. */
const HANG_MS = 60_000;

export interface Answer {
  readonly status: number;
  /** The member `error` of a JSON object, or of a redirect. */
  readonly error: string | undefined;
  readonly retryAfter: string | null;
  readonly body: string;
}

/** Sends the requests that matter while a database is in trouble. */
export interface TroubledServer {
  /** A stored token, which is an event with it, or a JWT, whose event waits in memory. */
  requestToken(format: 'opaque' | 'jwt'): Promise<Answer>;
  /** Asks again while the server is unavailable, because such a response does not describe the token. */
  isActive(token: string): Promise<boolean>;
  /** A request of each kind that depends on the database: each with its name. */
  askAll(): Promise<Answers>;
  statusOf(path: string): Promise<number>;
  /** How many events of issued tokens are stored. */
  issued(format: 'opaque' | 'jwt'): Promise<number>;
}

/** The answers to `askAll` of a server whose database works. */
const WORKING: Readonly<Record<string, readonly unknown[]>> = {
  token: [200, undefined, null],
  authorize: [303, undefined, null],
  signInPage: [200, undefined, null],
  passkeyOptions: [200, undefined, null],
  graphql: [200, undefined, null],
  ready: [200, undefined, null],
  live: [200, undefined, null],
};

/** The answers to `askAll` of a server whose database does not respond. */
const TROUBLED: Readonly<Record<string, readonly unknown[]>> = {
  token: [503, 'temporarily_unavailable', '5'],
  authorize: [503, undefined, '5'],
  signInPage: [503, undefined, '5'],
  passkeyOptions: [503, 'temporarily_unavailable', '5'],
  graphql: [503, 'UNAVAILABLE', '5'],
  ready: [503, undefined, '5'],
  live: [200, undefined, null],
};

/** A server that still knows the client and its redirect URIs sends the error there, and otherwise shows a page. */
const REDIRECTED = [303, 'temporarily_unavailable', null];

type Answers = ReadonlyMap<string, Answer>;

export function checkWorking(answers: Answers): void {
  expect(essenceOf(answers)).toEqual(Object.fromEntries([...answers.keys()].map((name) => [name, WORKING[name]])));
}

/** Checks like `checkEither`, and finds out whether every answer is the one of a server whose database works. */
export function isRecovered(answers: Answers): boolean {
  checkEither(answers);
  return Object.entries(essenceOf(answers)).every(([name, found]) => isDeepStrictEqual(found, WORKING[name]));
}

export function checkTroubled(answers: Answers): void {
  const { authorize, ...others } = essenceOf(answers);
  const { authorize: page, ...expected } = TROUBLED;
  expect(others).toEqual(expected);
  expect([page, REDIRECTED]).toContainEqual(authorize);
}

/** While a database fails or recovers, each answer may be either. */
export function checkEither(answers: Answers): void {
  for (const [name, found] of Object.entries(essenceOf(answers))) {
    const allowed = [WORKING[name], TROUBLED[name], ...(name === 'authorize' ? [REDIRECTED] : [])];
    expect(allowed.map((given) => [name, given])).toContainEqual([name, found]);
  }
}

function essenceOf(answers: Answers): Record<string, readonly unknown[]> {
  const essence = [...answers].map(([name, { status, error, retryAfter }]) => [name, [status, error, retryAfter]]);
  return Object.fromEntries(essence);
}

export async function openTroubledServer({ origin, deps, apiKey }: TestApp): Promise<TroubledServer> {
  const issuer = (await deps.store.issuers.find('default')) as Issuer;
  const authorizations = new Map<string, string>();
  for (const id of ['opaque', 'jwt'] as const) {
    const accessTokenFormat = id === 'jwt' ? 'JWT' : 'OPAQUE';
    const { client, secret } = await makeClient(deps, issuer, {
      id,
      grant_types: ['client_credentials'],
      accessTokenFormat,
    });
    authorizations.set(id, basicHeader(client, secret));
  }
  const { client } = await makeClient(deps, issuer, { consent: 'NEVER' });
  const { cookie } = await signInAs(deps, await makeUser(deps));
  const Cookie = `passgraph_session=${cookie}; passgraph_browser=${'b'.repeat(43)}`;
  const authorizePath = `/oidc/authorize?${new URLSearchParams(queryOf(client, { prompt: 'none' }))}`;
  const send = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const signal = AbortSignal.timeout(HANG_MS);
    const response = await fetch(`${origin}${path}`, { redirect: 'manual', signal, ...init });
    const body = await response.text();
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, error: errorIn(response, body), retryAfter, body };
  };
  const post = (path: string, form: Record<string, string>, Authorization = '') =>
    send(path, { method: 'POST', headers: { Authorization }, body: new URLSearchParams(form) });
  const postJson = (path: string, body: object, headers: Record<string, string>) =>
    send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const requestToken: TroubledServer['requestToken'] = (format) =>
    post('/oidc/token', { grant_type: 'client_credentials' }, authorizations.get(format));
  const beginInteraction = async () => {
    const query = new URLSearchParams(queryOf(client, { prompt: 'login' }));
    const response = await fetch(`${origin}/oidc/authorize?${query}`, { redirect: 'manual', headers: { Cookie } });
    return response.headers.get('location') ?? '';
  };
  const signInPath = new URL(await beginInteraction(), origin);
  return {
    requestToken,
    isActive: async (token) => {
      for (;;) {
        const { status, body } = await post('/oidc/introspect', { token }, authorizations.get('opaque'));
        if (status === 503) continue;
        expect(status).toBe(200);
        return (JSON.parse(body) as { active: boolean }).active;
      }
    },
    askAll: async () => {
      const requests: Readonly<Record<string, () => Promise<Answer>>> = {
        token: () => requestToken('opaque'),
        authorize: () => send(authorizePath, { headers: { Cookie } }),
        signInPage: () => send(`${signInPath.pathname}${signInPath.search}`, { headers: { Cookie } }),
        passkeyOptions: () => postJson('/passkeys/authentication/options', {}, { Origin: origin, Cookie }),
        graphql: () =>
          postJson('/graphql', { query: '{ users { totalCount } }' }, { Authorization: `Bearer ${apiKey}` }),
        ready: () => send('/health/ready'),
        live: () => send('/health/live'),
      };
      const named = Object.entries(requests).map(async ([name, ask]) => [name, await ask()] as const);
      return new Map(await Promise.all(named));
    },
    statusOf: async (path) => (await send(path)).status,
    issued: (format) => deps.store.auditEvents.count({ types: ['TOKEN_ISSUED'], clientId: format }),
  };
}

function errorIn(response: Response, body: string): string | undefined {
  const location = response.headers.get('location');
  if (location !== null) return new URL(location, 'http://none').searchParams.get('error') ?? undefined;
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  const { error, errors } = JSON.parse(body) as {
    error?: string;
    errors?: { extensions: { code: string } }[];
  };
  return error ?? errors?.[0]?.extensions.code;
}
