import type { TestApp } from './app.js';
import { basicHeader, CHALLENGE, type Query, VERIFIER } from './authorization.js';
import { enrol, type Person, signInAt } from './people.js';
import type { Answer } from './user-agent.js';

const CREATE_CLIENT = `mutation ($input: CreateClientInput!) {
  createClient(input: $input) { client { id } clientSecret }
}`;
const CREATE_USER = `mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { id } enrolmentLink { url } }
}`;

export const CALLBACK = 'https://rp.example/callback';

/** An application as it is registered: where nothing else is said confidential, taking all users, without PKCE. */
export interface Registered {
  readonly id: string;
  readonly secret: string;
}

export async function registerClient(app: TestApp, input: Record<string, unknown> = {}): Promise<Registered> {
  const settings = { name: 'An application', redirectUris: [CALLBACK], accessPolicy: 'ALL_USERS', ...input };
  const plain = input.securityProfile === undefined && input.tokenEndpointAuthMethod !== 'NONE';
  const { createClient } = await app.graphql<{ createClient: { client: { id: string }; clientSecret: string } }>(
    CREATE_CLIENT,
    { input: plain ? { requirePkce: false, ...settings } : settings },
  );
  return { id: createClient.client.id, secret: createClient.clientSecret };
}

/** Somebody with a passkey, signed in. */
export async function registerPerson(
  app: TestApp,
  input: Record<string, unknown>,
): Promise<Person & { readonly id: string }> {
  const { createUser } = await app.graphql<{
    createUser: { user: { id: string }; enrolmentLink: { url: string } };
  }>(CREATE_USER, { input: { ...input, enrolmentLink: true } });
  return { ...(await enrol(app, createUser.enrolmentLink.url)), id: createUser.user.id };
}

/** A body, read once, and what came with it. */
export interface Read {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their request
  readonly body: any;
}

async function read(response: Response): Promise<Read> {
  const text = await response.text();
  const { status, headers } = response;
  const isJson = headers.get('content-type')?.startsWith('application/json') === true;
  return { status, headers, text, body: isJson ? JSON.parse(text) : {} };
}

/** A form, posted by a server. */
export async function postForm(url: string, form: Query, headers: Record<string, string> = {}): Promise<Read> {
  const entries = Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(entries).toString();
  return read(await fetch(url, { method: 'POST', body, headers: { ...type, ...headers }, redirect: 'manual' }));
}

export async function getJson(url: string, headers: Record<string, string> = {}): Promise<Read> {
  return read(await fetch(url, { headers }));
}

export function basicOf({ id, secret }: Registered): { authorization: string } {
  return {
    authorization: basicHeader({ id } as Parameters<typeof basicHeader>[0], secret),
  };
}

/** A sound authorization request, as a query; `undefined` leaves a member out. */
export function authorizationQuery(client: Registered, changes: Query = {}): string {
  const query: Query = {
    client_id: client.id,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: 'the-state',
    ...changes,
  };
  const entries = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/oidc/authorize?${new URLSearchParams(entries)}`;
}

export const PKCE: Query = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };

/** Where the browser is sent back to, with or without a sign-in on the way. */
export async function authorizeAs(person: Person, path: string): Promise<URL> {
  const answer = await person.agent.get(path);
  const back = answer.location?.pathname === '/login' ? await signInAt(person, answer.location) : answer.location;
  if (back === undefined) throw new Error(`no redirect: ${answer.status} ${answer.text.slice(0, 500)}`);
  return back;
}

export function redeemCode(
  app: TestApp,
  client: Registered,
  code: string | null,
  changes: Query = {},
  headers: Record<string, string> = basicOf(client),
): Promise<Read> {
  const form = { grant_type: 'authorization_code', code: code ?? undefined, redirect_uri: CALLBACK, ...changes };
  return postForm(`${app.origin}/oidc/token`, form, headers);
}

export const WITH_VERIFIER: Query = { code_verifier: VERIFIER };

/** Parameters of a form that a page posts by itself, and where to. */
export function postedBy({ text }: Answer): { action: string; fields: Record<string, string> } {
  const unescaped = (value = '') => value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
  return {
    action: unescaped(/<form[^>]* action="([^"]+)"/.exec(text)?.[1]),
    fields: Object.fromEntries(
      [...text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value]) => [
        name,
        unescaped(value),
      ]),
    ),
  };
}

/** Answers the consent page with `allow` or `deny`. */
export async function answerConsent(
  { agent }: Person,
  page: URL | undefined,
  action: 'allow' | 'deny',
): Promise<Record<string, string>> {
  if (page?.pathname !== '/consent') throw new Error(`a page that asks for consent was expected: ${page}`);
  const { fields } = postedBy(await agent.get(page.href));
  const { location } = await agent.postForm('/consent', { ...fields, action });
  const back = location?.pathname.startsWith('/continue/') ? (await agent.follow(location.href)).location : location;
  return Object.fromEntries(back?.searchParams ?? []);
}
