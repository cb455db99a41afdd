import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { makeSchema } from '../../src/graphql/schema-build.js';
import { aGrant, aPasskey } from '../storage/records.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../support/fixtures.js';

const schema = makeSchema();
let server: Administration;
/** Of one of each noun: its id. */
const ids: Record<string, string> = {};
beforeAll(async () => {
  server = await openAdministration();
  const { deps } = server;
  const issuer = await makeIssuer(deps, 'shop');
  const [{ client }, user] = [await makeClient(deps, issuer), await makeUser(deps)];
  const passkey = aPasskey(user);
  const grant = aGrant(user, client);
  await deps.store.passkeys.insert(passkey);
  await deps.store.users.update(user, { passkeyIds: [passkey.id] });
  await deps.store.grants.insert(grant);
  const { session } = await signInAs(deps, user);
  const made = async (field: string, input: object, path: string) => {
    const { data } = await server.mutate(field, input, `${path} { id }`);
    return data[field][path].id;
  };
  Object.assign(ids, {
    issuer: issuer.id,
    client: client.id,
    secret: client.secrets[0]?.id,
    user: user.id,
    passkey: passkey.id,
    session: session.id,
    grant: grant.id,
    group: await made('createGroup', { name: 'Crew' }, 'group'),
    apiKey: await made('createApiKey', { name: 'Key', permissions: ['users:read'] }, 'apiKey'),
    webhook: await made('createWebhook', { url: 'https://siem.example/', types: ['CREATED'] }, 'webhook'),
    enrolmentLink: await made('createEnrolmentLink', { userId: user.id }, 'enrolmentLink'),
  });
});
afterAll(() => server.close());

/** `UserEnabled`, `userId` and `addMemberIds` are of a user. */
function nounOf(name: string): string {
  const noun = name.replace(/Ids?$|Enabled$/g, '').replace(/^(add|remove)?Member$|^member$/, 'user');
  return `${noun.charAt(0).toLowerCase()}${noun.slice(1)}`;
}

/** Each place of a mutation that names a noun which is there: what is made has an id that nothing has yet. */
const places = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((mutation) => {
  const input = getNamedType(mutation.args[0]?.type);
  if (!isInputObjectType(input)) throw new Error(`${mutation.name} takes no input`);
  const [, verb = '', noun = ''] = /^([a-z]+)(.*)$/.exec(mutation.name) ?? [];
  return Object.values(input.getFields())
    .filter(({ name, type }) => String(getNamedType(type)) === 'ID' && !(verb === 'create' && name === 'id'))
    .map((place) => ({ mutation, input, place, noun: place.name === 'id' ? nounOf(noun) : nounOf(place.name) }));
});

/** What the mutation demands beside that place, all of it there. */
function inputOf({ mutation, input, place }: (typeof places)[number], id: string): object {
  const demanded = Object.values(input.getFields()).filter(({ type }) => isNonNullType(type));
  const given = demanded.map(({ name, type }) => {
    const text = { ID: ids[nounOf(name)], Boolean: true, SigningAlg: 'RS256' }[String(getNamedType(type))];
    return [name, text ?? 'x'];
  });
  const isList = isListType(isNonNullType(place.type) ? place.type.ofType : place.type);
  const whom = /Permission$/.test(mutation.name) && place.name === 'clientId' ? { userId: ids.user } : {};
  return { ...Object.fromEntries(given), ...whom, [place.name]: isList ? [id] : id };
}

describe('the id of another noun', () => {
  it.each(places.map((place) => [`${place.mutation.name}: ${place.place.name}`, place] as const))(
    'is NOT_FOUND in %s',
    async (_, place) => {
      expect(Object.keys(ids)).toContain(place.noun);
      const selection = String(place.mutation.type).startsWith('DeletePayload') ? 'deleted' : '__typename';
      for (const [noun, id] of Object.entries(ids)) {
        if (noun === place.noun) continue;
        const answer = await server.mutate(place.mutation.name, inputOf(place, id), selection);
        expect([noun, refusal(answer)]).toEqual([
          noun,
          expect.stringMatching(`^NOT_FOUND ${place.place.name}(\\.0)?$`),
        ]);
      }
    },
  );

  it.each(['client', 'user', 'group', 'issuer'])('is null in a query for one %s', async (field) => {
    const one = async (id: string) => (await server.call(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id })).data;
    for (const [noun, id] of Object.entries(ids)) {
      expect(await one(id)).toEqual({ [field]: noun === field ? { id } : null });
    }
  });
});
