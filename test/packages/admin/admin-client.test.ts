import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DocumentNode, parse } from 'graphql';
import {
  type AdminClient,
  AdminRequestError,
  createAdminClient,
  everyNode,
  READY_OPERATIONS,
  type TypedDocument,
} from '../../../packages/admin/src/client/admin-client.js';
import { makeSchema } from '../../../src/graphql/schema-build.js';
import { type Administration, openAdministration, ROOT_KEY } from '../../support/administration.js';

let server: Administration;
let admin: AdminClient;
beforeAll(async () => {
  server = await openAdministration();
  admin = createAdminClient({ url: new URL(server.url).origin, apiKey: ROOT_KEY });
});
afterAll(() => server.close());

function refusalOf(promise: Promise<unknown>): Promise<AdminRequestError> {
  return promise.then(
    () => {
      throw new Error('The request was accepted.');
    },
    (error: unknown) => {
      if (!(error instanceof AdminRequestError)) throw error;
      return error;
    },
  );
}

describe('The typed client', () => {
  it('runs a script that creates an issuer, a client, a group and a user, and changes nothing when it runs again.', async () => {
    const script = async (): Promise<string[]> => {
      const made: string[] = [];
      if ((await admin.issuer({ id: 'shop' })) === null) {
        await admin.createIssuer({ id: 'shop', slug: 'shop' });
        made.push('issuer');
      }
      if ((await admin.client({ id: 'notes' })) === null) {
        const { client, clientSecret } = await admin.createClient({ id: 'notes', name: 'Notes', issuerId: 'shop' });
        made.push(`${client.issuerId} client with ${typeof clientSecret}`);
      }
      const group =
        (await admin.group({ id: 'crew' })) ?? (await admin.createGroup({ id: 'crew', name: 'Crew' })).group;
      let user = await admin.userByUsername({ username: 'ada' });
      if (user === null) {
        const created = await admin.createUser({ username: 'ada', groupIds: [group.id], enrolmentLink: true });
        made.push(`user with a link ${created.enrolmentLink?.url.includes('/enroll/')}`);
        user = created.user;
      }
      await admin.grantPermission({ clientId: 'notes', groupId: group.id });
      const permissions = await admin.clientPermissions({ id: 'notes' });
      expect(permissions?.edges.map(({ node }) => node.groupId)).toEqual(['crew']);
      const members = await admin.groupMembers({ id: 'crew', first: 1 });
      expect(members?.edges.map(({ node }) => node.username)).toEqual([user.username]);
      return made;
    };
    expect(await script()).toEqual(['issuer', 'shop client with string', 'user with a link true']);
    expect(await script()).toEqual([]);
  });

  it('has every query and mutation of the schema, and every list of a record.', () => {
    const schema = makeSchema();
    const names = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.keys(type?.getFields() ?? {}),
    );
    expect(Object.keys(READY_OPERATIONS)).toEqual(expect.arrayContaining(names));
    expect(Object.keys(READY_OPERATIONS)).toEqual(expect.arrayContaining(['userGroups', 'issuerClients']));
  });

  it('sends only operations that the server accepts, also with a page of one hundred.', async () => {
    const { client } = await admin.createClient({ name: 'Explained', redirectUris: ['https://app.example/callback'] });
    const { user } = await admin.createUser({ username: 'explained' });
    for (const [name, { document }] of Object.entries(READY_OPERATIONS)) {
      const [, variables = ''] = /^\w+ \w+(?:\((.*?)\))? \{/.exec(document) ?? [];
      const given = {
        ...(variables.includes('$id') && { id: 'nothing' }),
        ...(variables.includes('$username') && { username: 'unknown' }),
        ...(variables.includes('$first') && { first: 100 }),
        ...(variables.includes('$input') && { input: {} }),
        ...(variables.includes('$clientId') && { clientId: client.id }),
        ...(variables.includes('$userId') && { userId: user.id }),
        ...(variables.includes('$claimRules') && { claimRules: [{ claim: 'role', expression: '"Admin"' }] }),
        ...(variables.includes('$from') && { from: '2040-11-01', to: '2040-11-21' }),
        ...(variables.includes('$url') && { url: 'http://localhost:3000/oidc/authorize?client_id=unknown' }),
      };
      const { errors } = await server.call(document, given);
      // The empty inputs are refused, but the operations are not. No server setting and no value of an invitation is required.
      const codes = [...new Set(errors.map(({ extensions }) => extensions.code))];
      const isRefused =
        variables.includes('$input') &&
        !['updateServerSettings', 'previewUpdateServerSettings', 'createInvitation'].includes(name);
      expect([name, codes]).toEqual([name, isRefused ? [expect.stringMatching(/_INPUT$/)] : []]);
    }
  });

  it('reads a list page by page.', async () => {
    for (let count = 0; count < 205; count += 1) await admin.createGroup({ name: `Group ${count}` });
    const names: string[] = [];
    for await (const { name } of everyNode((page) => admin.groups({ ...page, search: 'group' }))) names.push(name);
    expect(names).toHaveLength(205);
    expect(new Set(names).size).toBe(205);
    const none: unknown[] = [];
    for await (const node of everyNode((page) => admin.groupMembers({ ...page, id: 'nothing' }))) none.push(node);
    expect(none).toEqual([]);
  });

  it('runs an operation of the caller: text, a String object, or a syntax tree.', async () => {
    type Named = { readonly group: { readonly name: string } | null };
    const text = 'query Named($id: ID!) { group(id: $id) { name } }';
    const typed = text as TypedDocument<Named, { readonly id: string }>;
    const answer = { group: { name: 'Crew' } };
    expect((await admin.request(typed, { id: 'crew' })).group?.name).toBe('Crew');
    expect(await admin.request(new String(text), { id: 'crew' })).toEqual(answer);
    const tree: DocumentNode & { __apiType?: (variables: { id: string }) => Named } = parse(text, { noLocation: true });
    expect(await admin.request(tree, { id: 'crew' })).toEqual(answer);
    expect(await admin.request<{ viewer: object }>('{ viewer { kind } }')).toEqual({
      viewer: { kind: 'API_KEY' },
    });
  });
});

describe('An AdminRequestError', () => {
  it('has the code of the API and the field that is wrong.', async () => {
    const error = await refusalOf(admin.createClient({ name: 'x', redirectUris: ['https://a.example/', 'nonsense'] }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', field: 'redirectUris.1', status: 200 });
    expect(error.message).toMatch(/^redirectUris\.1 must /);
    expect(error.faults).toHaveLength(1);
    expect(await refusalOf(admin.deleteGroup({ id: 'nothing' }))).toMatchObject({ code: 'NOT_FOUND', field: 'id' });
  });

  it('says that the API key is unknown, or lacks the permission.', async () => {
    const url = new URL(server.url).origin;
    const unknown = createAdminClient({ url, apiKey: 'pg_nothing' });
    expect(await refusalOf(unknown.viewer())).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    const weak = createAdminClient({ url, accessToken: async () => server.keyWith('users:read') });
    expect((await weak.viewer()).permissions).toEqual(['users:read']);
    expect(await refusalOf(weak.clients())).toMatchObject({ code: 'FORBIDDEN', field: undefined });
  });

  it('says that the server does not answer, does not answer in time, or is not Passgraph.', async () => {
    const otherServer = createServer((request, response) => {
      if (request.headers.authorization === undefined) response.end('<h1>Welcome</h1>');
    });
    await new Promise<void>((resolve) => otherServer.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(otherServer.address() as AddressInfo).port}`;
    try {
      const elsewhere = await refusalOf(createAdminClient({ url }).viewer());
      expect(elsewhere).toMatchObject({ code: 'NOT_GRAPHQL', status: 200 });
      const late = await refusalOf(createAdminClient({ url, apiKey: 'x', timeout: 50 }).viewer());
      expect(late).toMatchObject({ code: 'UNREACHABLE', message: `${url} does not answer in time.` });
    } finally {
      otherServer.closeAllConnections();
      await new Promise((resolve) => otherServer.close(resolve));
    }
    const gone = await refusalOf(createAdminClient({ url }).viewer());
    expect(gone).toMatchObject({ code: 'UNREACHABLE', message: `${url} does not answer (ECONNREFUSED).` });
  });
});
