import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeCurrentConfig } from '../../../src/admin/server-settings/settings-in-force.js';
import { SERVER_SETTING_NAMES, SERVER_SETTINGS } from '../../../src/model/server/server-setting-table.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { testConfig } from '../../support/deps.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration({ config: { maxOfflineGrants: 7 } });
});
afterAll(() => server.close());

function update(input: object, selection = 'serverSettings { maxSessions }', key?: string) {
  return server.mutate('updateServerSettings', input, selection, key);
}

const SHOWN =
  'maxSessions maxOfflineGrants rpName sources { maxSessions maxOfflineGrants rpName } stored { maxSessions maxOfflineGrants rpName }';

describe('Server settings', () => {
  it('have their defaults at the start, and the source DEFAULT, unless the environment sets them', async () => {
    const { data } = await server.call(`{ serverSettings { ${SHOWN} } }`);
    expect(data.serverSettings).toEqual({
      maxSessions: 50,
      maxOfflineGrants: 7,
      rpName: 'Passgraph',
      sources: { maxSessions: 'DEFAULT', maxOfflineGrants: 'ENVIRONMENT', rpName: 'DEFAULT' },
      stored: { maxSessions: null, maxOfflineGrants: null, rpName: null },
    });
  });

  it('apply at once in this process when they are changed, and null brings the default back', async () => {
    const { data } = await update({ maxSessions: 3, rpName: ' Home ' }, `serverSettings { ${SHOWN} }`);
    expect(data.updateServerSettings.serverSettings).toMatchObject({
      maxSessions: 3,
      rpName: 'Home',
      sources: { maxSessions: 'STORED', rpName: 'STORED' },
    });
    expect(server.deps.config).toMatchObject({ maxSessions: 3, rpName: 'Home' });
    await update({ rpName: null });
    expect(server.deps.config).toMatchObject({ maxSessions: 3, rpName: 'Passgraph' });
  });

  it('keep the value of the environment, and store what has no effect while the variable is set', async () => {
    const { data } = await update({ maxOfflineGrants: 9 }, `serverSettings { ${SHOWN} }`);
    expect(data.updateServerSettings.serverSettings).toMatchObject({
      maxOfflineGrants: 7,
      sources: { maxOfflineGrants: 'ENVIRONMENT' },
      stored: { maxOfflineGrants: 9 },
    });
    expect(server.deps.config.maxOfflineGrants).toBe(7);
    const { config, reload } = makeCurrentConfig(testConfig(), server.deps.store);
    await reload();
    expect(config.maxOfflineGrants).toBe(9);
  });

  it('are in the audit log with the old and the new values, but not if nothing changes', async () => {
    await update({ maxSessions: 4, attestation: 'DIRECT' });
    const before = (await server.events()).length;
    await update({ maxSessions: 4, attestation: 'DIRECT' });
    const events = await server.events();
    expect(events.length).toBe(before);
    expect(events.at(-1)).toMatchObject({
      type: 'UPDATED',
      resource: 'serverSettings',
      resourceId: 'server',
      detail: {
        changed: expect.arrayContaining(['maxSessions', 'attestation']),
        from: { maxSessions: 3, attestation: null },
        to: { maxSessions: 4, attestation: 'direct' },
      },
    });
    await update({ attestation: null });
  });

  it.each([
    ['maxSessions', 0],
    ['maxSessions', 10_001],
    ['rpName', ''],
    ['rpName', 'two\nlines'],
    ['rpName', 'x'.repeat(65)],
    ['brandColor', 'red'],
    ['brandColor', '#fff;} body { display: none'],
    ['brandColor', '#ffd400'],
    ['brandColorDark', '#123456'],
    ['termsUrl', 'http://example.com/terms'],
    ['privacyUrl', 'javascript:alert(1)'],
    ['privacyUrl', 'https://user:secret@example.com/'],
    ['privacyUrl', 'https://example.com/\tprivacy'],
    ['supportContact', 'https://example.com/\u202ehelp'],
    ['supportContact', 'the IT department'],
    ['supportContact', 'a@b.example?cc=c@d.example'],
    ['brandLogo', '/etc/passwd'],
    ['brandLogo', 'file:///etc/passwd'],
    ['brandLogo', 'http://example.com/logo.svg'],
    ['brandLogoDark', '/etc/passwd'],
    ['signingKeyBits', 2500],
    ['signingKeyBits', 1024],
    ['sessionAbsoluteLifetime', 60],
    ['editableProfile', ['username']],
    ['aaguids', ['yubikey']],
    ['aaguids', ['08987058-cadc-4b81-b6e1-30de50dcbe96']],
  ])('reject the value of %s: %j', async (name, value) => {
    const before = await server.deps.store.serverSettings.find('server');
    expect(refusal(await update({ [name]: value }))).toMatch(new RegExp(`^INVALID_INPUT ${name}(\\.0)?$`));
    expect(await server.deps.store.serverSettings.find('server')).toEqual(before);
  });

  it('say which contrast of a colour is too low, and by how much', async () => {
    const messageOf = async (input: object) => (await update(input)).errors[0]?.message;
    expect(await messageOf({ brandColor: '#ffd400' })).toBe(
      'brandColor must have a contrast of at least 3 to the background of the page in the light colour scheme, #f5f4f0 (WCAG 2.2, 1.4.11). #ffd400 has 1.30, which is 1.70 too little. Choose a darker colour.',
    );
    expect(await messageOf({ brandColorDark: '#123456' })).toMatch(/cards in the dark colour scheme, #1c1d1a.*lighter/);
    expect((await update({ brandColor: '#2457d6', brandColorDark: '#7fd6bd' })).errors).toEqual([]);
    await update({ brandColor: null, brandColorDark: null });
  });

  it('accept two settings that depend on each other in one request', async () => {
    const { errors } = await update({ sessionAbsoluteLifetime: 60, sessionIdleLifetime: 60 });
    expect(errors).toEqual([]);
    expect(refusal(await update({ sessionIdleLifetime: 61 }))).toBe('INVALID_INPUT sessionAbsoluteLifetime');
    const aaguids = ['08987058-CADC-4b81-b6e1-30de50dcbe96'];
    await update({ attestation: 'DIRECT', aaguids });
    expect(server.deps.config.aaguids).toEqual(['08987058-cadc-4b81-b6e1-30de50dcbe96']);
    expect(refusal(await update({ attestation: 'NONE' }))).toBe('INVALID_INPUT aaguids');
    await update({ attestation: null, aaguids: null, sessionAbsoluteLifetime: null, sessionIdleLifetime: null });
  });

  it('need the permission issuers:write to be changed, and issuers:read to be read', async () => {
    const others = await server.keyWith('clients:write', 'users:write', 'audit:read', 'webhooks:write');
    const reader = await server.keyWith('issuers:read');
    expect(refusal(await update({ maxSessions: 1 }, undefined, others))).toBe('FORBIDDEN');
    expect(refusal(await update({ maxSessions: 1 }, undefined, reader))).toBe('FORBIDDEN');
    expect(refusal(await server.call('{ serverSettings { maxSessions } }', {}, others))).toBe('FORBIDDEN');
    const { data } = await server.call('{ serverSettings { maxSessions } }', {}, reader);
    expect(data.serverSettings.maxSessions).toBe(4);
  });

  it('survive twenty changes at once, each of another setting or value', async () => {
    const inputs = Array.from({ length: 20 }, (_, index) =>
      index % 2 === 0 ? { maxRegistrations: index + 100 } : { maxAccountChanges: index + 100 },
    );
    const answers = await Promise.all(inputs.map((input) => update(input)));
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    const stored = (await server.deps.store.serverSettings.find('server'))?.values;
    expect(stored).toMatchObject({ maxRegistrations: expect.any(Number), maxAccountChanges: expect.any(Number) });
    expect(server.deps.config).toMatchObject({ maxRegistrations: stored?.maxRegistrations });
  });

  it('never go back to an older version when two reads overlap', async () => {
    const first = { id: 'server', version: 1, values: { maxSessions: 1 }, updatedAt: new Date(0) };
    const answers: ((record: typeof first) => void)[] = [];
    const find = () => new Promise<typeof first>((resolve) => answers.push(resolve));
    const { config, reload } = makeCurrentConfig(testConfig(), { serverSettings: { find } } as never);
    const reads = [reload(), reload()];
    answers[1]?.({ ...first, version: 2, values: { maxSessions: 2 } });
    answers[0]?.(first);
    await Promise.all(reads);
    expect(config.maxSessions).toBe(2);
  });

  it('all have a default that their own check accepts', async () => {
    const defaults = SERVER_SETTING_NAMES.filter((name) => SERVER_SETTINGS[name].default !== undefined).map((name) => [
      name,
      name === 'attestation' ? 'NONE' : SERVER_SETTINGS[name].default,
    ]);
    expect((await update(Object.fromEntries(defaults))).errors).toEqual([]);
  });
});
