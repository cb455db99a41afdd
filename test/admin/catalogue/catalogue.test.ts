import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { APPLICATION_TEMPLATES } from '../../../src/admin/catalogue/application-templates.js';
import { placeholdersIn } from '../../../src/admin/catalogue/fill-template.js';
import { compileFile } from '../../../tools/catalogue/compile-catalogue.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const SELECTION = `clientSecret roles failures { symptom cause } settings { name value } files { name format text }
  client { id name redirectUris scopes requirePkce accessPolicy redirectUriPolicy templateId template { name } }`;

function create(input: object, key?: string) {
  return server.mutate('createClientFromTemplate', input, SELECTION, key);
}

const GRAFANA = { templateId: 'grafana', values: [{ name: 'url', value: 'https://grafana.example.com/' }] };

describe('createClientFromTemplate', () => {
  it.each(APPLICATION_TEMPLATES.map(({ id }) => id))('registers %s and fills in every placeholder', async (id) => {
    const fields = APPLICATION_TEMPLATES.find((template) => template.id === id)?.fields ?? [];
    const values = fields.map(({ name, example }) => ({ name, value: example }));
    const { data, errors } = await create({ templateId: id, values });
    expect(errors).toEqual([]);
    const { client, clientSecret, ...rest } = data.createClientFromTemplate;
    expect(client.id).toBe(id);
    expect(placeholdersIn([client, rest])).toEqual([]);
    const shown = JSON.stringify(rest);
    expect(clientSecret === null || shown.includes(clientSecret)).toBe(true);
  });

  it('uses the given values, and logs the event of createClient', async () => {
    const values = [...GRAFANA.values, { name: 'admin_group', value: 'operators' }];
    const input = { ...GRAFANA, id: 'charts', name: 'Charts', accessPolicy: 'ALL_USERS', values };
    const { data } = await create(input);
    const { client, settings, files, roles } = data.createClientFromTemplate;
    expect(client).toMatchObject({
      id: 'charts',
      name: 'Charts',
      redirectUris: ['https://grafana.example.com/login/generic_oauth'],
      requirePkce: true,
      accessPolicy: 'ALL_USERS',
      templateId: 'grafana',
      template: { name: 'Grafana' },
    });
    expect(settings).toContainEqual({ name: 'client_id', value: 'charts' });
    expect(files[0].text).toContain("contains(groups[*], 'operators') && 'Admin'");
    expect(roles).toContain('operators');
    expect((await server.events()).find(({ resourceId }) => resourceId === 'charts')).toMatchObject({
      type: 'CREATED',
      resource: 'client',
    });
  });

  it('rejects values that could not be pasted, and says which field is wrong', async () => {
    const wrong = [
      [{ name: 'admin_group', value: "x') || 'Admin" }, 'values.1.value'],
      [{ name: 'admin_group', value: 'two\nlines' }, 'values.1.value'],
      [{ name: 'url', value: 'javascript:alert(1)' }, 'values.1.value'],
      [{ name: 'url', value: 'https://grafana.example.com/?x=1' }, 'values.1.value'],
      [{ name: 'url', value: 'https://user@grafana.example.com' }, 'values.1.value'],
      [{ name: 'realm', value: 'x' }, 'values.1.name'],
    ] as const;
    for (const [value, field] of wrong) {
      const answer = await create({ ...GRAFANA, id: 'other', values: [...GRAFANA.values, value] });
      expect([value, refusal(answer)]).toEqual([value, `INVALID_INPUT ${field}`]);
    }
    expect(refusal(await create({ templateId: 'grafana' }))).toBe('INVALID_INPUT values');
    expect(refusal(await create({ templateId: 'nothing' }))).toBe('NOT_FOUND templateId');
    expect(await server.deps.store.clients.find('other')).toBeUndefined();
  });

  it('keeps the host of a redirect URI, whatever value a field in it has', async () => {
    const team = (value: string) => ({ templateId: 'cloudflare-access', values: [{ name: 'team', value }] });
    const wrong = [
      'evil.example/x',
      'evil.example',
      'a:1',
      'a@b',
      'a?b',
      'a#b',
      'a\\b',
      'a b',
      'é',
      '-a',
      'a'.repeat(64),
    ];
    for (const value of wrong) {
      expect([value, refusal(await create(team(value)))]).toEqual([value, 'INVALID_INPUT values.0.value']);
    }
    const { data } = await create({ ...team('my-team'), id: 'cloudflare' });
    expect(data.createClientFromTemplate.client.redirectUris).toEqual([
      'https://my-team.cloudflareaccess.com/cdn-cgi/access/callback',
    ]);
  });

  it('applies the rules of createClient', async () => {
    const http = { ...GRAFANA, id: 'http', values: [{ name: 'url', value: 'http://grafana.lan' }] };
    expect(refusal(await create(http))).toBe('INVALID_INPUT redirectUris.0');
    const { data } = await create({ ...http, redirectUriPolicy: 'RELAXED' });
    expect(data.createClientFromTemplate.client).toMatchObject({ redirectUriPolicy: 'RELAXED', requirePkce: true });
    const twice = await create({ ...GRAFANA, id: 'http' });
    expect(refusal(twice)).toBe('ALREADY_EXISTS id');
    const reader = await server.keyWith('clients:read');
    expect(refusal(await create({ ...GRAFANA, id: 'reader' }, reader))).toBe('FORBIDDEN');
  });

  it('leaves out the back-channel logout URI of an application over http', async () => {
    const values = [{ name: 'url', value: 'http://immich.lan' }];
    const input = { templateId: 'immich', values, redirectUriPolicy: 'RELAXED' };
    expect((await create({ ...input, id: 'photos' })).errors).toEqual([]);
    expect((await server.deps.store.clients.find('photos'))?.backchannel_logout_uri).toBeUndefined();
    const secure = { ...input, id: 'secure', values: [{ name: 'url', value: 'https://immich.example.com' }] };
    expect((await create(secure)).errors).toEqual([]);
    expect((await server.deps.store.clients.find('secure'))?.backchannel_logout_uri).toBe(
      'https://immich.example.com/api/oauth/backchannel-logout',
    );
  });

  it('registers an application without a sign-in for forward auth', async () => {
    const values = [{ name: 'url', value: 'https://metrics.example.com:8443' }];
    const input = { templateId: 'prometheus', id: 'metrics', values };
    const { data } = await server.mutate('createClientFromTemplate', input, 'clientSecret files { text }');
    expect(data.createClientFromTemplate.files[0].text).toContain('metrics.example.com:8443 {');
    const client = await server.deps.store.clients.find('metrics');
    expect(client?.forwardAuth).toMatchObject({
      hosts: ['metrics.example.com:8443'],
      rules: [
        { path: '/-/healthy', action: 'BYPASS' },
        { path: '/-/ready', action: 'BYPASS' },
      ],
    });
    const relaxed = await create({ ...input, id: 'other-metrics', redirectUriPolicy: 'RELAXED' });
    expect(refusal(relaxed)).toBe('INVALID_INPUT redirectUriPolicy');
  });

  it('fills in the expressions of claim rules', async () => {
    const values = [
      { name: 'url', value: 'https://console.example.com' },
      { name: 'admin_group', value: 'operators' },
    ];
    expect((await create({ templateId: 'minio', id: 'storage', values })).errors).toEqual([]);
    expect((await server.deps.store.clients.find('storage'))?.claimRules).toEqual([
      { claim: 'policy', expression: "'operators' in groups ? 'consoleAdmin' : 'readwrite'" },
    ]);
  });

  it('rejects RELAXED for an application that does not send PKCE', async () => {
    const values = [{ name: 'url', value: 'http://portainer.lan' }];
    const answer = await create({ templateId: 'portainer', id: 'plain', values, redirectUriPolicy: 'RELAXED' });
    expect(refusal(answer)).toBe('INVALID_INPUT redirectUriPolicy');
  });
});

describe('applicationTemplates', () => {
  const ids = async (filter: string) => {
    const { data } = await server.call(`{ applicationTemplates${filter} { id category support } }`);
    return data.applicationTemplates.map(({ id }: { id: string }) => id);
  };

  it('lists the catalogue by name, and filters it', async () => {
    expect(await ids('')).toEqual(APPLICATION_TEMPLATES.map(({ id }) => id));
    expect(await ids('(search: "graf")')).toEqual(['grafana']);
    expect(await ids('(search: "rafana")')).toEqual([]);
    expect(await ids('(category: MONITORING, search: "immich")')).toEqual([]);
    expect(await ids('(category: MEDIA)')).toContain('immich');
  });

  it('needs clients:read', async () => {
    const key = await server.keyWith('users:read');
    const answer = await server.call('{ applicationTemplate(id: "grafana") { id } }', {}, key);
    expect(refusal(answer)).toBe('FORBIDDEN');
  });
});

describe('a file of the catalogue', () => {
  const file = (changes: object = {}) =>
    JSON.stringify({
      name: 'Wiki',
      category: 'DOCUMENTS',
      description: 'A wiki.',
      website: 'https://wiki.example.com',
      support: { value: 'BUILT_IN', source: 'docs' },
      sources: { docs: { at: 'https://wiki.example.com/docs', read: '2026-11-29' } },
      client: { redirectUris: { value: ['{{url}}/callback'], source: 'docs' } },
      settings: [{ name: 'ID', value: '{{client_id}}', source: 'docs' }],
      failures: [{ symptom: 'It fails.', cause: 'It is wrong.', source: 'unverified' }],
      ...changes,
    });

  it('is compiled, and its unverified values are listed.', () => {
    expect(compileFile('wiki', file())).toMatchObject({
      id: 'wiki',
      fields: [{ name: 'url', example: 'https://wiki.example.com', default: null }],
      client: { redirectUris: ['{{url}}/callback'] },
      unverified: ['It fails.'],
    });
  });

  it.each([
    ['an unknown placeholder', { settings: [{ name: 'ID', value: '{{clientid}}', source: 'docs' }] }, 'placeholder'],
    [
      'an unknown setting of a client',
      { client: { redirectUri: { value: 'x', source: 'docs' } } },
      'client.redirectUri',
    ],
    ['a source that is not listed', { support: { value: 'PAID', source: 'page' } }, 'no source page'],
    ['a value without a source', { settings: [{ name: 'ID', value: 'x' }] }, 'settings'],
    ['a field that nothing uses', { fields: { team: { label: 'Team', example: 'x' } } }, 'never uses team'],
    ['nothing to paste', { settings: [] }, 'settings or files'],
    ['a member that does not exist', { note: 'x' }, 'note'],
  ])('must not have %s.', (_what, changes, problem) => {
    expect(() => compileFile('wiki', file(changes))).toThrow(problem);
  });
});
