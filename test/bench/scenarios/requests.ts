import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Shot } from '../contender.js';
import type { Credentials, Operation, Person, Setting } from './scenario.js';

export const SCOPE = 'openid profile email';
export const REDIRECT_URI = 'https://app.example/callback';
const VERIFIER = randomBytes(32).toString('base64url');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

export function basic({ id, secret }: Credentials) {
  return {
    ...FORM,
    authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
  };
}

export function randomText(): string {
  return randomBytes(16).toString('base64url');
}

export function authorizationParameters(client: Credentials, scope: string) {
  return {
    client_id: client.id,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    scope,
    state: randomText(),
    nonce: randomText(),
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  };
}

/** The path and query of an authorization request. */
export function authorizePath({ authorizePath: path, client }: Setting, scope: string): string {
  return `${path}?${new URLSearchParams(authorizationParameters(client, scope))}`;
}

export function tokenShot({ tokenPath }: Setting, client: Credentials, fields: Record<string, string>): Shot {
  return {
    path: tokenPath,
    method: 'POST',
    headers: basic(client),
    body: new URLSearchParams(fields).toString(),
    expect: 200,
  };
}

export function codeShot(setting: Setting, code: string): Shot {
  return tokenShot(setting, setting.client, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT_URI,
    code_verifier: VERIFIER,
  });
}

/** The user of a worker. */
export function personOf({ people }: Setting, worker: number): Person {
  const person = people[worker % people.length];
  if (person === undefined) throw new Error('The setting has no user.');
  return person;
}

/** A page that a browser with a session opens, and the parameter of the redirect that it gets. */
export async function getRedirected(
  { target }: Setting,
  { cookie }: Person,
  path: string,
  parameter: string,
): Promise<string> {
  const { headers } = await target.send({ path, method: 'GET', headers: { cookie }, expect: 303 });
  const value = new URL(String(headers.location), target.origin).searchParams.get(parameter);
  if (value === null) throw new Error(`no ${parameter}: ${String(headers.location)}`);
  return value;
}

export function getCode(setting: Setting, person: Person, scope: string): Promise<string> {
  return getRedirected(setting, person, authorizePath(setting, scope), 'code');
}

export async function getTokens(setting: Setting, person: Person, scope: string): Promise<Record<string, string>> {
  const { text } = await setting.target.send(codeShot(setting, await getCode(setting, person, scope)));
  return JSON.parse(text);
}

export function ofEach(workers: number, make: (worker: number) => Operation): Operation[] {
  return Array.from({ length: workers }, (_, worker) => make(worker));
}

/** Repeats a request that always gets a response of the same form, which `holds` reads. */
export function repeated(
  { target }: Setting,
  workers: number,
  shot: () => Shot,
  holds: (answer: Answer) => boolean,
): Operation[] {
  return ofEach(workers, () => async () => {
    const answer = await target.send(shot());
    if (!holds(answer)) throw new Error(`unexpected response: ${answer.text}`);
  });
}
