import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/app.js';
import { describeOnMongodb, mongodbDatabase } from '../../support/stores.js';

/** What the pages and endpoints make of the server settings, without a restart. */
describe('A running server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const update = (input: string) =>
    app.graphql(`mutation { updateServerSettings(input: { ${input} }) { serverSettings { rpName } } }`);
  const read = async (path: string) => (await fetch(`${app.origin}${path}`)).text();

  it('shows its new name, colour and logo on the next page', async () => {
    await update('rpName: "Home", brandColor: "#123456", brandLogo: "https://example.com/logo.svg"');
    const page = await read('/login');
    expect(page).toContain('Home');
    const [logo] = /\/logos\/brand\?[\w-]+/.exec(page) ?? [];
    expect(logo).toBeDefined();
    const [sheet = ''] = /\/assets\/[^"]*\/brand\.css/.exec(page) ?? [];
    expect(await read(sheet)).toContain('#123456');
    await update('rpName: null, brandColor: "#654321", brandLogo: "https://example.com/other.svg"');
    const other = await read('/login');
    expect(other).not.toContain(sheet);
    expect(other).not.toContain(logo);
    expect(await read(/\/assets\/[^"]*\/brand\.css/.exec(other)?.[0] ?? '')).toContain('#654321');
  });

  it('says in its discovery document whether requests must be signed', async () => {
    const required = async () =>
      JSON.parse(await read('/.well-known/openid-configuration')).require_signed_request_object as boolean;
    expect(await required()).toBe(false);
    await update('requireSignedRequestObject: true');
    expect(await required()).toBe(true);
    await update('requireSignedRequestObject: null');
    expect(await required()).toBe(false);
  });

  it('applies a changed limit to the next request', async () => {
    await update('maxAccountChanges: 1');
    expect(await app.deps.limits.take('accountChange', 'someone')).toBe(true);
    expect(await app.deps.limits.take('accountChange', 'someone')).toBe(false);
    await update('maxAccountChanges: 3');
    expect(await app.deps.limits.take('accountChange', 'another')).toBe(true);
    expect(await app.deps.limits.take('accountChange', 'another')).toBe(true);
  });

  it('does not start if the environment and the stored settings contradict each other', async () => {
    await expect(startTestApp({ aaguids: ['08987058-cadc-4b81-b6e1-30de50dcbe96'] })).rejects.toThrow(
      /^AAGUIDS needs ATTESTATION to be direct/,
    );
    await expect(startTestApp({ sessionAbsoluteLifetime: 86_399 })).rejects.toThrow(
      /^SESSION_ABSOLUTE_LIFETIME must not be less than SESSION_IDLE_LIFETIME, which is 86400/,
    );
  });
});

describeOnMongodb('two servers on one database', () => {
  it('both apply a change that one of them received', async () => {
    const database = await mongodbDatabase();
    const shared = { config: database.config, drop: async () => {} };
    const secretKeys = [Buffer.alloc(32, 7).toString('base64url')];
    const options = { makeDatabase: async () => shared };
    const [one, other] = [await startTestApp({ secretKeys }, options), await startTestApp({ secretKeys }, options)];
    await one.graphql(
      'mutation { updateServerSettings(input: { maxSessions: 2 }) { serverSettings { maxSessions } } }',
    );
    while (other.deps.config.maxSessions !== 2) await new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([one.stop(), other.stop()]);
    await database.drop();
  });
});
