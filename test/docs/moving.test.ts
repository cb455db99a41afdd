import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { openCommands } from '../support/configuration-commands.js';
import { type Guide, openGuide } from '../support/guides.js';
import { postForm } from '../support/relying-party.js';

let app: TestApp;
let guide: Guide;
beforeAll(async () => {
  app = await startTestApp();
  guide = await openGuide('moving', app);
});
afterAll(() => app.stop());

describe('docs/moving.md', () => {
  it('creates a user with the old subject, and a client with the old id and secret', async () => {
    expect(await guide.graphql(app, 'user')).toMatchObject({
      createUser: { user: { id: 'auth0|5f7c8ec7c33c6c004bbafe82', origin: 'IMPORT' } },
    });
    const id = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';
    expect(await guide.graphql(app, 'client')).toEqual({
      createClient: { client: { id, secrets: [{ hint: 'the' }] } },
    });
    const form = { client_id: id, client_secret: 'the-secret-of-the-old-provider', token: 'unknown' };
    expect((await postForm(`${app.origin}/oidc/introspect`, form)).body).toEqual({ active: false });
  });

  it('applies the file, exports the subject, and reports a subject that cannot change', async () => {
    const commands = await openCommands(app.origin, app.apiKey);
    try {
      const text = guide.block('yaml file');
      expect(await commands.apply(text)).toMatchObject({ code: 0, complaints: [] });
      const subject = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
      expect((await app.deps.store.users.findByUsername('grace'))?.id).toBe(subject);
      expect((await commands.apply(text)).printed.at(-1)).toBe('Nothing to change.');
      const exported = await commands.export();
      expect(exported).toContain(`subject: ${subject}`);
      expect((await commands.apply(exported)).printed).toEqual(['Nothing to change.']);
      const changed = await commands.apply(text.replace(subject, 'another'));
      expect(changed.complaints.join()).toContain('subject (line 9) is another, but the account');
    } finally {
      await commands.close();
    }
  });
});
