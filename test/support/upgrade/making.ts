import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { FrozenClock } from '../deps.js';
import type { Person } from '../people.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from '../software-authenticator.js';
import type { ClientSide } from './client-side.js';
import type { Facts } from './facts.js';
import type { FixtureServer } from './fixture-server.js';

/** A person of a fixture that is being made. */
export interface MadePerson extends Person {
  readonly id: string;
  readonly username: string;
  readonly authenticators: SoftwareAuthenticator[];
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };

/** A fixture that is being made: the server, the people and clients so far, and the facts to keep. */
export interface Making extends FixtureServer {
  readonly clock: FrozenClock;
  readonly people: Record<string, MadePerson>;
  readonly clients: Growing<Facts['clients']> & Record<string, Facts['clients'][string]>;
  readonly chains: Record<string, Facts['chains'][string]>;
  /** Introspected when the fixture is complete. */
  readonly accessTokens: Record<string, Omit<Facts['accessTokens'][string], 'introspection'>>;
  readonly deadTokens: Record<string, Facts['deadTokens'][string]>;
  readonly apiKeys: Record<string, Facts['apiKeys'][string]>;
  readonly idTokens: Record<string, string>;
  readonly side: ClientSide;
}

export function personOf({ people }: Making, username: string): MadePerson {
  const person = people[username];
  if (person === undefined) throw new Error(`There is no person ${username} yet.`);
  return person;
}

/** A mutation by its field, with one input object. */
export async function mutate<T = unknown>(
  { app }: Pick<Making, 'app'>,
  field: string,
  input: object,
  selection: string,
  type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`,
): Promise<T> {
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} } }`;
  return (await app.graphql<Record<string, T>>(query, { input }))[field] as T;
}

/** One more passkey for a person who is signed in, on a device of its own. */
export async function addPasskey(
  { app }: Making,
  { agent, authenticators }: MadePerson,
  traits: Parameters<typeof softwareAuthenticator>[0],
): Promise<void> {
  const authenticator = softwareAuthenticator({ origin: app.origin, ...traits });
  const options = await agent.postJson('/passkeys/registration/options', {});
  const response = authenticator.create(
    options.json<PublicKeyCredentialCreationOptionsJSON & Record<string, unknown>>(),
  );
  const answer = await agent.postJson('/passkeys/registration/verify', response);
  if (answer.status !== 200) throw new Error(answer.text);
  authenticators.push(authenticator);
}
