import { answerConsent } from '../relying-party.js';
import { adminToken } from './fill-api-keys.js';
import { addClient, permit } from './fill-applications.js';
import { accepted, OFFLINE } from './fill-grants.js';
import { callGraphql } from './fixture-config.js';
import { type Making, mutate, personOf } from './making.js';

const MACHINE = ['users:read', 'apiKeys:write'];
const REBORN = {
  id: 'reborn',
  accessPolicy: 'PERMITTED_USERS',
  consent: 'REMEMBERED',
  grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS'],
  scopes: ['openid', 'email', 'offline_access', ...MACHINE],
};

/**
 * A client, a group and an issuer that were deleted and made again with their ids. Each deletion was killed after its
 * first write, so that all that the later ones remove is still there.
 */
export async function fillGenerations(making: Making): Promise<void> {
  await recreateClients(making);
  await recreateGroup(making);
  await recreateIssuer(making);
}

async function recreateClients(making: Making): Promise<void> {
  const { app, apiKeys, clients, dieDuring, side } = making;
  const [ada, eve] = [personOf(making, 'ada'), personOf(making, 'eve')];
  const opaqueAndJwt = [REBORN, { ...REBORN, id: 'reborn-jwt', accessTokenFormat: 'JWT', consent: 'NEVER' }];
  for (const settings of opaqueAndJwt) await addClient(making, settings);
  for (const clientId of ['reborn', 'reborn-jwt']) {
    for (const { id: userId } of [ada, eve]) await permit(making, { clientId, userId });
  }
  await answerConsent(ada, await side.authorize(ada, 'reborn', OFFLINE), 'allow');
  for (const { id } of opaqueAndJwt) {
    const { access_token, refresh_token } = await side.tokensOf(ada, id, OFFLINE);
    const own = accepted(await side.token(id, { grant_type: 'client_credentials', scope: 'users:read' }));
    keepDead(making, id, id, { access: access_token, refresh: refresh_token, own: String(own.access_token) });
  }
  const { createApiKey } = await callGraphql<{ createApiKey: { key: string } }>(
    app.origin,
    await adminToken(making, 'reborn-jwt'),
    'mutation { createApiKey(input: { name: "Of reborn-jwt", permissions: ["users:read"] }) { key } }',
  );
  await callGraphql(app.origin, createApiKey.key, '{ viewer { kind } }');
  apiKeys.madeByDeletedClient = { key: createApiKey.key };
  await checkAlive(making, ['reborn', 'reborn-jwt']);
  for (const settings of opaqueAndJwt) {
    await dieDuring(1, () => mutate(making, 'deleteClient', { id: settings.id }, 'deleted'));
    delete clients[settings.id];
    await addClient(making, settings);
    await permit(making, { clientId: settings.id, userId: ada.id });
  }
}

async function recreateGroup(making: Making): Promise<void> {
  const { dieDuring, side } = making;
  const [eve, mallory] = [personOf(making, 'eve'), personOf(making, 'mallory')];
  const group = { id: 'crew', name: 'Crew' };
  await mutate(making, 'createGroup', { ...group, memberIds: [eve.id, mallory.id] }, 'group { id }');
  await permit(making, { clientId: 'club', groupId: 'crew' });
  const { access_token, refresh_token } = await side.tokensOf(eve, 'club', OFFLINE);
  keepDead(making, 'crew', 'club', { access: access_token, refresh: refresh_token });
  await checkAlive(making, ['crew']);
  await dieDuring(1, () => mutate(making, 'deleteGroup', { id: 'crew' }, 'deleted'));
  await mutate(making, 'createGroup', { ...group, memberIds: [eve.id] }, 'group { id }');
}

async function recreateIssuer(making: Making): Promise<void> {
  const { clients, dieDuring, side } = making;
  const ada = personOf(making, 'ada');
  const issuer = { id: 'branch', slug: 'branch' };
  const app = { id: 'branch-app', issuerId: 'branch' };
  const left = { id: 'branch-left', issuerId: 'branch', accessTokenFormat: 'JWT' };
  await mutate(making, 'createIssuer', issuer, 'issuer { id }');
  for (const settings of [app, left]) await addClient(making, settings);
  for (const { id } of [app, left]) {
    const { access_token, refresh_token } = await side.tokensOf(ada, id, OFFLINE);
    keepDead(making, id, id, { access: access_token, refresh: refresh_token });
  }
  await checkAlive(making, ['branch-app', 'branch-left']);
  await mutate(making, 'deleteClient', { id: app.id }, 'deleted');
  await dieDuring(1, () => mutate(making, 'deleteIssuer', { id: issuer.id }, 'deleted'));
  await mutate(making, 'createIssuer', issuer, 'issuer { id }');
  // The other client of the dead issuer is left behind, so the present one asks about its tokens.
  for (const settings of [app, { ...left, id: 'branch-heir' }]) await addClient(making, settings);
  delete clients[left.id];
  for (const [name, dead] of Object.entries(making.deadTokens)) {
    if (dead.asker === left.id) making.deadTokens[name] = { ...dead, asker: 'branch-heir' };
  }
}

function keepDead({ deadTokens }: Making, of: string, asker: string, tokens: Record<string, string>): void {
  for (const [kind, token] of Object.entries(tokens)) deadTokens[`${of}: ${kind}`] = { token, asker };
}

/** Tokens that never worked would prove nothing. */
async function checkAlive({ deadTokens, side }: Making, names: readonly string[]): Promise<void> {
  for (const [name, { token, asker }] of Object.entries(deadTokens)) {
    if (!names.some((start) => name.startsWith(`${start}: `))) continue;
    const { active } = accepted(await side.introspect(asker, token));
    if (active !== true) throw new Error(`${name} is not active before the deletion.`);
  }
}
