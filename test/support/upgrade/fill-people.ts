import { enrolOwner, signInAt } from '../people.js';
import { registerPerson } from '../relying-party.js';
import { addPasskey, type Making, mutate, personOf } from './making.js';

const PEOPLE: readonly Readonly<Record<string, unknown>>[] = [
  { username: 'ada', name: 'Ada Lovelace', email: 'ada@example.org', emailVerified: true, locale: 'en-GB' },
  { username: 'grace', name: 'Grace Hopper', claims: { department: 'Compilers' } },
  { username: 'linus', name: 'Linus' },
  { username: 'ursula', name: 'Ursula', adminRole: 'USER_MANAGER' },
  // In the group, and permitted at the clients, that are deleted and made again.
  { username: 'eve', name: 'Eve' },
  { username: 'mallory', name: 'Mallory' },
  // She will lose her passkey, and has recovery codes.
  { username: 'ruth', name: 'Ruth' },
  { username: 'bob', name: 'Bob' },
];

/** An owner, users with one or two passkeys each, and one who is disabled. */
export async function fillPeople(making: Making): Promise<void> {
  const { app, people } = making;
  const owner = await enrolOwner(app);
  const { userByUsername } = await app.graphql<{ userByUsername: { id: string } }>(
    '{ userByUsername(username: "owner") { id } }',
  );
  people.owner = { ...owner, id: userByUsername.id, username: 'owner', authenticators: [owner.authenticator] };
  for (const input of PEOPLE) {
    const person = await registerPerson(app, input);
    const username = String(input.username);
    people[username] = { ...person, username, authenticators: [person.authenticator] };
  }
  const ada = personOf(making, 'ada');
  const grace = personOf(making, 'grace');
  const bob = personOf(making, 'bob');
  await addPasskey(making, ada, { alg: -8, counts: true, backupEligible: false, backedUp: false });
  // Its counter is stored once it has signed.
  await signInAt({ ...ada, authenticator: ada.authenticators[1] ?? ada.authenticator }, new URL('/login', app.origin));
  await addPasskey(making, grace, { alg: -257 });
  await mutate(making, 'setUserEnabled', { id: bob.id, enabled: false }, 'user { id }');
}
