import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { type Guide, openGuide } from '../support/guides.js';
import { registerPerson } from '../support/relying-party.js';

let app: TestApp;
let guide: Guide;
beforeAll(async () => {
  app = await startTestApp();
  guide = await openGuide('connect/troubleshooting', app);
  await registerPerson(app, {
    username: 'ada',
    email: 'ada@example.com',
    emailVerified: true,
    subject: '5a7c1c5e-3f0e-4c39-9a51-8a0c2f1d7b11',
  });
  const settings = `id: "notes", name: "Notes", redirectUris: ["https://notes.example.com/callback"], scopes: ["openid", "email"]`;
  await app.graphql(`mutation { createClient(input: { ${settings} }) { client { id } } }`);
  await app.graphql('mutation { createGroup(input: { id: "writers", name: "Writers" }) { group { id } } }');
  await app.graphql(
    'mutation { grantPermission(input: { clientId: "notes", groupId: "writers" }) { permission { createdAt } } }',
  );
});
afterAll(() => app.stop());

describe('docs/connect/troubleshooting.md', () => {
  it('finds the id of a user', async () => {
    const id = '5a7c1c5e-3f0e-4c39-9a51-8a0c2f1d7b11';
    expect(await guide.graphql(app, 'id')).toEqual({ userByUsername: { id } });
  });

  it.each(['request', 'access', 'claims'])('shows the answer to the query %s', async (name) => {
    expect(await guide.graphql(app, name)).toEqual(JSON.parse(guide.block(`json ${name}`)));
  });
});
