import { signInAt } from '../people.js';
import { accepted } from './fill-grants.js';
import { callGraphql } from './fixture-config.js';
import { type Making, personOf } from './making.js';

const CREATE = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } key } }';
const DAY = 86_400;

/** Keys made by the environment's key, by a key, by a client and by an owner; expiring, expired and deleted ones. */
export async function fillApiKeys(making: Making): Promise<void> {
  const { app, apiKeys, clock } = making;
  const create = async (by: string, input: object): Promise<string> => {
    const made = await callGraphql<{ createApiKey: { key: string } }>(app.origin, by, CREATE, { input });
    return made.createApiKey.key;
  };
  const reader = ['users:read', 'audit:read'];
  const automation = await create(app.apiKey, { id: 'automation', name: 'Automation', permissions: ['*'] });
  apiKeys.automation = { key: automation, permissions: ['*'] };
  apiKeys.madeByKey = { key: await create(automation, { name: 'Reader', permissions: reader }), permissions: reader };
  const expiring = { name: 'For a day', permissions: ['users:read', 'apiKeys:write'], expiresIn: DAY };
  apiKeys.expiring = { key: await create(app.apiKey, expiring), permissions: expiring.permissions };
  const limited = await create(apiKeys.expiring.key, { name: 'No longer than that', permissions: ['users:read'] });
  apiKeys.madeByExpiring = { key: limited, permissions: ['users:read'] };
  apiKeys.expired = { key: await create(app.apiKey, { name: 'Brief', permissions: ['*'], expiresIn: 60 }) };
  const machine = await adminToken(making, 'machine');
  apiKeys.madeByClient = {
    key: await create(machine, { name: 'Of the machine', permissions: ['users:read'] }),
    permissions: ['users:read'],
  };
  apiKeys.madeByOwner = { key: await createOwn(making), permissions: ['users:read', 'clients:write'] };
  const deleted = await create(app.apiKey, { id: 'deleted', name: 'Deleted', permissions: ['*'] });
  await app.graphql('mutation { deleteApiKey(input: { id: "deleted" }) { deleted } }');
  apiKeys.deleted = { key: deleted };
  clock.advance(61);
}

/** An access token for the administration API, of a client that acts for itself. */
export async function adminToken({ app, side }: Making, client: string): Promise<string> {
  const form = { grant_type: 'client_credentials', resource: `${app.origin}/graphql` };
  return String(accepted(await side.token(client, form)).access_token);
}

/** As an owner makes one on the account page. */
async function createOwn(making: Making): Promise<string> {
  const owner = personOf(making, 'owner');
  await signInAt(owner, new URL('/login', making.app.origin));
  const fields = new URLSearchParams({ action: 'create-api-key', name: 'From the account page', days: '' });
  for (const permission of ['users:read', 'clients:write']) fields.append('permission', permission);
  const cookie = await owner.agent.jar.getCookieString(making.app.origin);
  const headers = { cookie, origin: making.app.origin, 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(`${making.app.origin}/account`, { method: 'POST', headers, body: fields });
  const key = /pg_[\w-]+\.[\w-]{43}/.exec(await answer.text())?.[0];
  if (key === undefined) throw new Error(`The account page made no key: ${answer.status}`);
  return key;
}
