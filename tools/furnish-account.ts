import { newSecret } from '../src/keys/secrets.js';
import { update, updateIf } from '../src/model/change-set.js';
import type { AccountNews } from '../src/model/people/account-news.js';
import { type PasskeyList, stampOf, withPasskey } from '../src/model/people/passkey-list.js';
import type { User } from '../src/model/people/user.js';
import type { Store } from '../src/model/store.js';
import type { TestApp } from '../test/support/app.js';
import { sessionRecord } from '../test/support/records.js';

const CREATE_CLIENT = `mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }`;
const DAY_MS = 86_400_000;

/** The name and age of the passkey that the user registered in the browser. */
const FIRST = { name: 'Laptop', days: 340 };
/** The phone and the security key of the user, beside that passkey. */
const PASSKEYS = [
  { name: 'Ada’s phone', aaguid: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', backupEligible: true, days: 210, used: 1 },
  {
    name: 'YubiKey on the key ring',
    aaguid: '2fc0579f-8113-47ea-b116-bb5a8db9202a',
    backupEligible: false,
    days: 95,
    used: 12,
  },
];

const ANDROID =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0';
const SESSIONS = [
  { userAgent: ANDROID, ipAddress: '130.208.0.17', days: 6, used: 0.1 },
  { userAgent: FIREFOX, ipAddress: '141.20.1.31', days: 20, used: 0.4 },
];

const APPLICATIONS = ['Calendar', 'Library', 'Recipes'];

/**
 * Makes the account look as if the user had kept it for a while: a complete profile, several passkeys, recovery codes,
 * sessions in two countries and more applications.
 */
export async function furnishAccount({ deps, graphql }: TestApp, username: string): Promise<void> {
  for (const name of APPLICATIONS) {
    const uri = `https://${name.toLowerCase()}.example`;
    await graphql(CREATE_CLIENT, {
      input: { id: name.toLowerCase(), name, clientUri: uri, redirectUris: [`${uri}/back`], accessPolicy: 'ALL_USERS' },
    });
  }
  const { store } = deps;
  const user = await store.users.findByUsername(username);
  const [first] = await store.passkeys.findMany(user?.passkeyIds ?? []);
  if (user === undefined || first === undefined) throw new Error(`${username} has no passkey.`);
  const ago = (days: number) => new Date(deps.clock.now().getTime() - days * DAY_MS);
  let list: PasskeyList = user;
  for (const { days, used, ...changes } of PASSKEYS) {
    const own = { id: newSecret(deps.random), generation: newSecret(deps.random), backedUp: changes.backupEligible };
    const passkey = { ...first, ...changes, ...own, createdAt: ago(days), lastUsedAt: ago(used) };
    await store.passkeys.insert(passkey);
    list = withPasskey(list, passkey);
  }
  const changes: Partial<User> = {
    ...list,
    given_name: 'Ada',
    family_name: 'Lovelace',
    email: 'ada@example.com',
    email_verified: true,
    zoneinfo: 'Europe/London',
    recoveryCodeHashes: Array.from({ length: 8 }, () => newSecret(deps.random)),
  };
  const named = updateIf('passkeys', { id: first.id }, { name: FIRST.name, createdAt: ago(FIRST.days) });
  if (!(await store.commit([update('users', user, changes), named]))) throw new Error(`${username} has changed.`);
  for (const { days, used, ...place } of SESSIONS) {
    const times = { createdAt: ago(days), authenticatedAt: ago(days), lastUsedAt: ago(used) };
    await store.sessions.insert(sessionRecord(user, { ...stampOf(first), ...place, ...times }));
  }
}

/** Stores that the user was asked for a second device at the last sign-in. */
export async function askForSecondDevice({ deps: { store, clock } }: TestApp, username: string): Promise<void> {
  await changeUser(store, username, { nudgedAt: clock.now() });
}

/** Stores that the account has news: a passkey and a browser that the user has not seen yet. */
export async function addNews({ deps: { store, clock } }: TestApp, username: string): Promise<void> {
  const { id, passkeyIds } = await userOf(store, username);
  const [passkey] = (await store.passkeys.findMany(passkeyIds)).filter(({ name }) => name === PASSKEYS[0]?.name);
  const { items } = await store.sessions.page({ first: 10 }, { userId: id });
  const browser = items.find(({ record }) => record.userAgent === FIREFOX)?.record;
  const added = { kind: 'PASSKEY_ADDED', passkeyId: passkey?.id, passkeyName: passkey?.name };
  const at = clock.now().getTime() - DAY_MS / 4;
  const news = [
    { ...added, at, sessionId: browser?.id },
    { kind: 'NEW_BROWSER', sessionId: browser?.id, at: at - DAY_MS },
  ] as AccountNews[];
  await changeUser(store, username, { news });
}

async function changeUser(store: Store, username: string, changes: Partial<User>): Promise<void> {
  if (!(await store.commit([update('users', await userOf(store, username), changes)])))
    throw new Error(`${username} has changed.`);
}

async function userOf(store: Store, username: string): Promise<User> {
  const user = await store.users.findByUsername(username);
  if (user === undefined) throw new Error(`There is no user ${username}.`);
  return user;
}
