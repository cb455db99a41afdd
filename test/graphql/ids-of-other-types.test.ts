import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import { makeSchema } from '../../src/graphql/schema-build.js';
import { aGrant, aPasskey } from '../storage/records.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../support/fixtures.js';

const schema = makeSchema();
let server: Administration;
/** The id of one record of each type. */
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
    template: 'grafana',
    role: await made('putRole', { clientId: client.id, name: 'editor' }, 'role'),
    invitation: await made('createInvitation', {}, 'invitation'),
    enrolmentLink: await made('createEnrolmentLink', { userId: user.id }, 'enrolmentLink'),
    event: (await server.events())[0]?.id,
  });
});
afterAll(() => server.close());

/** `UserEnabled`, `userId` and `addMemberIds` stand for a user, and `WebhookSecret` for a webhook. */
function kindOf(name: string): string {
  const kind = name
    .replace(/Ids?$|Enabled$|Deletion$|(?<=Webhook)(Secret|Event)$/g, '')
    .replace(/^(add|remove)?Member$|^member$/, 'user');
  return `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`;
}

/** Every input field that names an existing record. The id and the subject of a new record name none. */
const places = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((mutation) => {
  const input = getNamedType(mutation.args.find(({ name }) => name === 'input')?.type);
  if (!isInputObjectType(input)) throw new Error(`${mutation.name} takes no input`);
  const [, verb = '', kind = ''] = /^([a-z]+)(.*)$/.exec(mutation.name) ?? [];
  return Object.values(input.getFields())
    .filter(
      ({ name, type }) =>
        String(getNamedType(type)) === 'ID' && !(['create', 'put'].includes(verb) && ['id', 'subject'].includes(name)),
    )
    .map((place) => ({ mutation, input, place, kind: place.name === 'id' ? kindOf(kind) : kindOf(place.name) }));
});

/** An input with every required field and the id. */
function inputOf({ mutation, input, place }: (typeof places)[number], id: string): object {
  const demanded = Object.values(input.getFields()).filter(({ type }) => isNonNullType(type));
  const given = demanded.map(({ name, type }) => {
    const text = {
      ID: ids[kindOf(name === 'id' ? mutation.name.replace(/^[a-z]+/, '') : name)],
      Boolean: true,
      SigningAlg: 'RS256',
      DateTime: '2040-11-21T12:00:00Z',
    }[String(getNamedType(type))];
    return [name, text ?? 'x'];
  });
  const isList = isListType(isNonNullType(place.type) ? place.type.ofType : place.type);
  const named = {
    assignRole: 'roleId',
    unassignRole: 'roleId',
    grantPermission: 'clientId',
    revokePermission: 'clientId',
  };
  const whom = (named as Record<string, string>)[mutation.name] === place.name ? { userId: ids.user } : {};
  // What needs nothing that is stored is checked first.
  const values = input.getFields().values && { values: [{ name: 'url', value: 'https://grafana.example' }] };
  return { ...Object.fromEntries(given), ...whom, ...values, [place.name]: isList ? [id] : id };
}

describe('The id of a record of another type', () => {
  it.each(places.map((place) => [`${place.mutation.name}: ${place.place.name}`, place] as const))(
    'is NOT_FOUND in %s',
    async (_, place) => {
      expect(Object.keys(ids)).toContain(place.kind);
      const selection = String(place.mutation.type).startsWith('DeletePayload') ? 'deleted' : '__typename';
      for (const [kind, id] of Object.entries(ids)) {
        if (kind === place.kind) continue;
        const answer = await server.mutate(place.mutation.name, inputOf(place, id), selection);
        expect([kind, refusal(answer)]).toEqual([
          kind,
          expect.stringMatching(`^NOT_FOUND ${place.place.name}(\\.0)?$`),
        ]);
      }
    },
  );

  it.each(['client', 'user', 'group', 'issuer'])('returns null in a query for a %s', async (field) => {
    const one = async (id: string) => (await server.call(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id })).data;
    for (const [kind, id] of Object.entries(ids)) {
      expect(await one(id)).toEqual({ [field]: kind === field ? { id } : null });
    }
  });
});
