import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Guide, openGuide, type Program, startExample } from '../support/guides.js';
import { type Example, LANGUAGES } from '../support/languages.js';
import { enrolOwner, type Person } from '../support/people.js';
import { newUserAgent } from '../support/user-agent.js';

interface CreatedClient {
  readonly createClient: { readonly client: { readonly id: string }; readonly clientSecret: string };
}

let app: TestApp;
let owner: Person;
let basic: Guide;
let machine: Guide;
let requests: Guide;
let shop: string;
let nightly: string;
let desk: string;
let pocketJwks: object;

const running: Program[] = [];

function run(program: Program): Program {
  running.push(program);
  return program;
}

beforeAll(async () => {
  app = await startTestApp();
  owner = await enrolOwner(app);
  [basic, machine, requests] = await Promise.all([
    openGuide('connect/basic', app),
    openGuide('connect/machine', app),
    openGuide('connect/request-objects', app),
  ]);
  for (const { lacks, build } of LANGUAGES) if (lacks === undefined) await build();
  shop = (await basic.graphql<CreatedClient>(app, 'client')).createClient.clientSecret;
  nightly = (await machine.graphql<CreatedClient>(app, 'client')).createClient.clientSecret;
  const keys = startExample(requests, 'request-objects/keys.ts', 4000);
  await keys.ends();
  pocketJwks = JSON.parse(keys.printed());
  desk = (await requests.graphql<CreatedClient>(app, 'client', { jwks: pocketJwks })).createClient.clientSecret;
}, 240_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});
afterAll(() => app.stop());

const APP: Example = { folder: 'basic', stem: 'app', port: 4000 };
const API: Example = { folder: 'machine', stem: 'api', port: 5000 };
const REQUEST: Example = { folder: 'request-objects', stem: 'request', port: 4000 };

for (const language of LANGUAGES) {
  const { name, lacks } = language;
  const describeHere = lacks === undefined ? describe : describe.skip;

  describeHere(`docs/connect/basic.md in ${name}${lacks === undefined ? '' : ` (${lacks})`}`, () => {
    it('says in a sentence that CLIENT_SECRET is missing', async () => {
      const program = language.start(basic, APP, { CLIENT_SECRET: '' });
      expect(await program.ends()).toBe(1);
      expect(program.printed()).toMatch(/^CLIENT_SECRET is missing: .*\n$/);
    });

    it('signs in, refuses what was changed, and signs out', async () => {
      const origin = basic.origin(4000);
      await run(language.start(basic, APP, { CLIENT_SECRET: shop })).listens(origin);
      const person = owner;
      const browser = newUserAgent(origin);
      const leave = async () =>
        (await person.agent.follow((await browser.get('/login')).location?.href ?? '')).location;
      const back = await leave();
      expect((await newUserAgent(origin).get(back?.href ?? '')).status).toBe(400);
      expect((await browser.get(back?.href ?? '')).location?.href).toBe(`${origin}/`);
      expect((await browser.get('/')).text).toMatch(/^Hello owner, you are [0-9a-f-]{36}\. /);
      expect((await browser.get('/')).text).toMatch(/^Hello owner/);
      await refusesForgedStates(origin, back ?? new URL(origin));

      const answerTo = async (change: (url: URL) => unknown) => {
        const other = newUserAgent(origin);
        const away = (await other.get('/login')).location?.href ?? '';
        const url = (await person.agent.follow(away)).location ?? new URL(origin);
        await change(url);
        return (await other.get(url.href)).status;
      };
      const forge = (claims: object, key = shop, alg = 'HS256') =>
        new SignJWT({ userId: 'x', username: 'x', iss: app.origin, aud: new URL(origin).host, ...claims })
          .setProtectedHeader({ alg })
          .sign(new TextEncoder().encode(key));
      const exp = Math.floor(Date.now() / 1000) + 60;
      const withToken = (token: Promise<string>) => async (url: URL) => url.searchParams.set('token', await token);
      expect(await answerTo(withToken(forge({ exp })))).toBe(302);
      expect(await answerTo(withToken(forge({ exp }, 'x'.repeat(43))))).toBe(403);
      expect(await answerTo(withToken(forge({ exp }, shop.repeat(2), 'HS512')))).toBe(403);
      expect(await answerTo(withToken(forge({ exp, aud: 'elsewhere.example' })))).toBe(403);
      expect(await answerTo(withToken(forge({ exp, iss: 'https://elsewhere.example' })))).toBe(403);
      expect(await answerTo(withToken(forge({ exp: exp - 3600 })))).toBe(403);
      expect(await answerTo(withToken(forge({})))).toBe(403);
      expect(
        await answerTo((url) => url.searchParams.set('state', (url.searchParams.get('state') ?? '').slice(1))),
      ).toBe(400);
      expect(await answerTo((url) => url.searchParams.delete('state'))).toBe(400);
      expect(
        await answerTo((url) => {
          url.searchParams.delete('token');
          url.searchParams.set('error', 'access_denied');
        }),
      ).toBe(403);

      const away = (await browser.get('/logout')).location;
      expect(away?.pathname).toBe('/auth/logout/shop');
      expect((await browser.get('/')).text).toContain('Sign in');
    });
  });

  describeHere(`docs/connect/machine.md in ${name}${lacks === undefined ? '' : ` (${lacks})`}`, () => {
    it('an API that takes the job’s token, and no other', async () => {
      const api = machine.origin(5000);
      await run(language.start(machine, API)).listens(api);
      const job = run(startExample(machine, 'machine/job.ts', 4000, { API: `${api}/`, CLIENT_SECRET: nightly }));
      expect(await job.ends()).toBe(0);
      expect(job.printed()).toMatch(/^200 .*"calledBy": ?"nightly"/);

      const call = async (token?: string) => {
        const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
        const answer = await fetch(api, { headers });
        return [answer.status, answer.headers.get('www-authenticate')];
      };
      const invalid = [401, 'Bearer error="invalid_token"'];
      expect(await call()).toEqual(invalid);
      expect(await call('a.b.c')).toEqual(invalid);
      for (const asked of [{ scope: 'invoices:read' }, {}]) {
        const good = await tokenOf('nightly', nightly, asked);
        expect((await call(good))[0]).toBe(200);
        expect(await call(`${good.slice(0, -8)}AAAAAAAA`)).toEqual(invalid);
      }
      const forIssuer = await tokenOf(...(await otherJob([])));
      expect(await call(forIssuer)).toEqual(invalid);
      await app.graphql(PUT_SCOPE, { input: { name: 'invoices:write', resource: `${api}/` } });
      const withoutScope = await tokenOf(...(await otherJob(['invoices:write'])));
      expect(await call(withoutScope)).toEqual([403, 'Bearer error="insufficient_scope"']);
    });
  });

  describeHere(`docs/connect/request-objects.md in ${name}${lacks === undefined ? '' : ` (${lacks})`}`, () => {
    it.each(['EdDSA', 'HS256'])('signs with %s, by value and by PAR, each once', async (ALG) => {
      const program = run(language.start(requests, REQUEST, { CLIENT_SECRET: desk, ALG }));
      expect([await program.ends(), program.printed()]).toEqual([0, expect.any(String)]);
      const [byValue = '', pushed = ''] = program.printed().trim().split('\n');
      expect(new URL(byValue).searchParams.has('request')).toBe(true);
      expect(new URL(pushed).searchParams.has('request_uri')).toBe(true);
      const errorOf = async (url: string) => (await owner.agent.follow(url)).location?.searchParams.get('error');
      for (const url of [byValue, pushed]) {
        expect((await owner.agent.follow(url)).location?.searchParams.get('code')).toBeTruthy();
      }
      for (const url of [byValue, pushed]) expect(await errorOf(url)).toBe('invalid_request_object');
    });
  });
}

/** A cookie that begins with the returned state, and one whose name only ends like the right one. */
async function refusesForgedStates(origin: string, back: URL): Promise<void> {
  const state = back.searchParams.get('state') ?? '';
  const forged = new URL(back);
  forged.searchParams.set('state', state.slice(0, 1));
  for (const cookie of [`state=${state}`, `xstate=${state.slice(0, 1)}`]) {
    expect((await newUserAgent(origin).get(forged.href, { cookie })).status).toBe(400);
  }
}

const PUT_SCOPE = 'mutation ($input: PutScopeInput!) { putScope(input: $input) { scope { name } } }';
const CREATE_CLIENT = `mutation ($input: CreateClientInput!) {
  createClient(input: $input) { client { id } clientSecret }
}`;

/** Its id and secret. */
async function otherJob(scopes: readonly string[]): Promise<[string, string]> {
  const input = { name: 'Another', grantTypes: ['CLIENT_CREDENTIALS'], accessTokenFormat: 'JWT', scopes };
  const { client, clientSecret } = (await app.graphql<CreatedClient>(CREATE_CLIENT, { input })).createClient;
  return [client.id, clientSecret];
}

async function tokenOf(id: string, secret: string, form: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${app.origin}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
