import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import { createFirstOwnerLink } from '../../src/admin/users/first-owner.js';
import type { TestApp } from './app.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from './software-authenticator.js';
import { newUserAgent, type UserAgent } from './user-agent.js';

/** A user with a browser and a passkey. */
export interface Person {
  readonly agent: UserAgent;
  readonly authenticator: SoftwareAuthenticator;
}

function codeOf(link: string): string {
  return new URL(link).pathname.split('/').at(-1) ?? '';
}

/** Registers a passkey with an enrolment link, which signs the user in. */
export async function enrol(
  app: Pick<TestApp, 'origin'>,
  link: string,
  options: { username?: string } = {},
): Promise<Person> {
  const agent = newUserAgent(app.origin);
  const authenticator = softwareAuthenticator({ origin: app.origin });
  const asked = { enrolment: codeOf(link), ...options };
  const creation = await agent.postJson('/passkeys/registration/options', asked);
  if (creation.status !== 200) throw new Error(creation.text);
  const response = authenticator.create(
    creation.json<PublicKeyCredentialCreationOptionsJSON & Record<string, unknown>>(),
  );
  const done = await agent.postJson('/passkeys/registration/verify', response);
  if (done.status !== 200) throw new Error(done.text);
  return { agent, authenticator };
}

/** The first owner of a fresh application. */
export async function enrolOwner(app: TestApp): Promise<Person> {
  const link = await createFirstOwnerLink(app.deps);
  if (link === undefined) throw new Error('The application already has an owner.');
  return enrol(app, link);
}

/** Signs in on the sign-in page at `answer`. Returns the redirect to the application. */
export async function signInAt({ agent, authenticator }: Person, answer: URL): Promise<URL | undefined> {
  const interaction = answer.searchParams.get('interaction') ?? undefined;
  const options = await agent.postJson('/passkeys/authentication/options', { interaction });
  const response = authenticator.get(options.json<PublicKeyCredentialRequestOptionsJSON & Record<string, unknown>>());
  const done = await agent.postJson('/passkeys/authentication/verify', response);
  if (done.status !== 200) throw new Error(done.text);
  return (await agent.follow(done.json<{ next: string }>().next)).location;
}

/** Follows the redirect of an application, signs in if necessary and returns the redirect back to it. */
export async function broughtBack(person: Person, away: URL | undefined): Promise<URL> {
  const first = (await person.agent.get(away?.href ?? '')).location;
  const back = first?.pathname === '/login' ? await signInAt(person, first) : first;
  if (back === undefined || back.origin === away?.origin)
    throw new Error(`The redirect leads to ${back}, not back to the application.`);
  return back;
}
