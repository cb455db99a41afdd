import { decodeJwt } from 'jose';
import type { JsonObject } from '../../../src/model/json.js';
import type { Facts } from './facts.js';
import { accepted, makeDpopKey } from './fill-grants.js';
import { type Making, mutate, personOf } from './making.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** Access tokens of every kind. They live for minutes, so they come last. */
export async function fillAccessTokens(making: Making): Promise<void> {
  const { accessTokens, app, deadTokens, side } = making;
  const ada = personOf(making, 'ada');
  const grace = personOf(making, 'grace');
  const linus = personOf(making, 'linus');
  const keep = (name: string, asker: string, token: unknown) => {
    accessTokens[name] = { token: String(token), asker };
  };
  keep('opaque', 'wiki', (await side.tokensOf(ada, 'wiki')).access_token);
  const forInvoices = { scope: 'openid email invoices:read' };
  const { access_token } = await side.tokensOf(ada, 'reports', forInvoices);
  keep('jwt', 'reports', access_token);
  keep('jwt, asked by the API', 'api', access_token);
  for (const client of ['api', 'api-jwt']) {
    const form = { grant_type: EXCHANGE, subject_token: access_token, subject_token_type: ACCESS_TOKEN };
    keep(`exchanged by ${client}`, client, accepted(await side.token(client, form)).access_token);
    const own = { grant_type: 'client_credentials' };
    keep(`of ${client} itself`, client, accepted(await side.token(client, own)).access_token);
  }
  const admin = { grant_type: 'client_credentials', resource: `${app.origin}/graphql` };
  keep('for administration', 'machine', accepted(await side.token('machine', admin)).access_token);
  keep('by group', 'members', (await side.tokensOf(grace, 'members')).access_token);
  keep('by permission', 'members', (await side.tokensOf(linus, 'members')).access_token);
  keep('by consent', 'consenting', (await side.tokensOf(ada, 'consenting')).access_token);
  keep('pairwise', 'shop-app', (await side.tokensOf(ada, 'shop-app')).access_token);
  await keepBound(making, 'bound, public client', 'spa', 'api', forInvoices);
  await keepBound(making, 'bound, confidential client', 'vault', 'vault', {});
  const revoked = await side.tokensOf(ada, 'wiki');
  accepted(await side.post('wiki', '/oidc/revoke', { token: revoked.access_token }));
  deadTokens['revoked access'] = { token: revoked.access_token, asker: 'wiki' };
}

async function keepBound(making: Making, name: string, client: string, asker: string, query: Record<string, string>) {
  const dpopKey = await makeDpopKey();
  const { access_token } = await making.side.tokensOf(personOf(making, 'ada'), client, query, dpopKey);
  making.accessTokens[name] = { token: access_token, asker, dpopKey };
}

/** Each as its asker sees it when the fixture is complete. Dead ones must be dead by now. */
export async function introspectAll({ accessTokens, deadTokens, side }: Making): Promise<Facts['accessTokens']> {
  const kept: Record<string, Facts['accessTokens'][string]> = {};
  for (const [name, facts] of Object.entries(accessTokens)) {
    const introspection = accepted(await side.introspect(facts.asker, facts.token)) as JsonObject;
    if (introspection.active !== true) throw new Error(`${name} is not active.`);
    kept[name] = { ...facts, introspection };
  }
  for (const [name, { token, asker }] of Object.entries(deadTokens)) {
    const { active } = accepted(await side.introspect(asker, token));
    if (active !== false) throw new Error(`${name} is still active.`);
  }
  return kept;
}

/** Two rotations: ID tokens of a key that is no longer published, of one that is, and of the present one. */
export async function fillSigningKeys(making: Making): Promise<void> {
  const { clock, idTokens, side } = making;
  const idToken = async () => (await side.tokensOf(personOf(making, 'ada'), 'wiki')).id_token;
  idTokens.ofUnpublishedKey = await idToken();
  clock.advance(600);
  await mutate(making, 'rotateSigningKey', { alg: 'RS256' }, 'issuer { id }', 'RotateSigningKeyInput');
  idTokens.ofRetiredKey = await idToken();
  clock.advance(7200);
  await mutate(making, 'rotateSigningKey', { alg: 'RS256' }, 'issuer { id }', 'RotateSigningKeyInput');
  idTokens.ofActiveKey = await idToken();
  for (const token of Object.values(idTokens)) if (decodeJwt(token).sid === undefined) throw new Error('no sid');
}

export async function publishedKeys({ app }: Making): Promise<Record<string, string[]>> {
  const published: Record<string, string[]> = {};
  for (const path of ['', '/i/shop', '/i/branch']) {
    const { keys } = (await (await fetch(`${app.origin}${path}/oidc/jwks`)).json()) as { keys: { kid: string }[] };
    published[path] = keys.map(({ kid }) => kid).toSorted();
  }
  return published;
}
