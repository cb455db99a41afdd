import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVER_SETTINGS_ID } from '../../../src/model/server/server-settings.js';
import { logoDigest } from '../../../src/pages/layout/brand.js';
import type { Person } from '../../support/people.js';
import { JPEG, pngOf, sizeOfWebp, withExif } from '../../support/pictures.js';
import { memoryDatabase } from '../../support/stores.js';
import { type AccountWorld, act, expectRedirect, openAccountWorld } from './account-world.js';

let world: AccountWorld;

beforeAll(async () => {
  world = await openAccountWorld(memoryDatabase);
});
afterAll(() => world.app.stop());

/** Sends the form of the account page with a file. */
async function choose(
  { agent }: Person,
  file: Uint8Array,
  changes: { name?: string; field?: string; headers?: object } = {},
) {
  const form = new FormData();
  form.append(
    changes.field ?? 'picture',
    new File([new Uint8Array(file)], changes.name ?? 'me.jpg', { type: 'image/svg+xml' }),
  );
  const { origin } = world.app;
  const response = await fetch(`${origin}/account/picture`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: {
      cookie: await agent.jar.getCookieString(origin),
      origin,
      'sec-fetch-site': 'same-origin',
      ...changes.headers,
    },
  });
  const location = response.headers.get('location');
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, location, retryAfter, text: await response.text() };
}

const SAVED = { status: 303, location: '/account?at=profile&done=pictureSaved' };
const graphql = (query: string) => world.app.graphql<Record<string, Record<string, string>>>(query);
const idIn = (url = '') => url.split('/pictures/')[1] ?? '';
const stored = (id: string) => world.app.deps.store.pictures.find(id);

describe('The picture on the account page', () => {
  it('is stored, shown, served, replaced and removed, each with one event.', async () => {
    const ada = await world.newPerson();
    expect(await choose(ada, withExif(JPEG, 6), { name: '../../etc/passwd%00.svg' })).toMatchObject(SAVED);
    const first = (await world.userOf(ada.username)).picture ?? '';
    expect(first).toMatch(new RegExp(`^${world.app.origin}/pictures/[\\w-]{43}$`));
    const served = await fetch(first);
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=86400, immutable',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cross-origin-resource-policy': 'cross-origin',
    });
    const bytes = new Uint8Array(await served.arrayBuffer());
    expect([sizeOfWebp(bytes), Buffer.from(bytes).includes('GPS')]).toEqual([[8, 16], false]);
    const exported = JSON.parse((await act(ada, 'export-account')).text) as { account: Record<string, string> };
    expect(exported.account).toMatchObject({
      picture: first,
      pictureImage: `data:image/webp;base64,${Buffer.from(bytes).toString('base64')}`,
    });
    const page = (await ada.agent.get('/account')).text;
    expect(page).toContain(`<img class="picture" src="/pictures/${idIn(first)}"`);
    expect(page).not.toContain('name="picture" value');

    expect(await choose(ada, pngOf(20, 10))).toMatchObject(SAVED);
    const second = (await world.userOf(ada.username)).picture ?? '';
    expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 200]);
    expectRedirect(await act(ada, 'change-profile', { name: 'Ada' }), '/account?at=profile&done=profileSaved');
    expect((await world.userOf(ada.username)).picture).toBe(second);
    expectRedirect(await act(ada, 'remove-picture'), '/account?at=profile&done=pictureRemoved');
    expect((await world.userOf(ada.username)).picture).toBeUndefined();
    expect((await fetch(second)).status).toBe(404);
    const { id } = await world.userOf(ada.username);
    const events = await world.app.deps.store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', {
      types: ['UPDATED'],
      userId: id,
    });
    const changed = events.items.map(({ record }) => (record.detail as { changed: string[] }).changed);
    expect(changed.filter((names) => names.includes('picture'))).toHaveLength(3);
  });

  it('is refused with an explanation on the page if the file is unsuitable.', async () => {
    const ada = await world.newPerson();
    const sentence = 'Choose a JPEG, PNG or WebP image of up to 2 MB and 24 megapixels.';
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    for (const file of [svg, Buffer.alloc(0), Buffer.alloc(3_000_000, JPEG), pngOf(30_000, 30_000, 1)]) {
      const answer = await choose(ada, file);
      expect([answer.status, answer.text.includes(sentence)]).toEqual([400, true]);
    }
    expect((await choose(ada, JPEG, { field: 'other' })).status).toBe(400);
    expect((await world.userOf(ada.username)).picture).toBeUndefined();
  });

  it('is refused after 60 in an hour, with the time to wait, as for uploads of administrators', async () => {
    const ada = await world.newPerson();
    const { limits } = world.app.deps;
    await limits.take('picture', (await world.userOf(ada.username)).id, 60);
    const answer = await choose(ada, JPEG);
    expect([answer.status, answer.retryAfter]).toEqual([429, '3600']);
    expect(answer.text).toContain('You’ve uploaded a lot of pictures. Wait one hour, then try again.');
    const { createApiKey } = await graphql(
      'mutation { createApiKey(input: { name: "x", permissions: ["*"] }) { apiKey { id } key } }',
    );
    const { apiKey, key } = createApiKey as unknown as { apiKey: { id: string }; key: string };
    await limits.take('picture', `API_KEY:${apiKey.id}`, 60);
    const refused = await fetch(`${world.app.origin}/pictures/server`, {
      method: 'POST',
      body: new Uint8Array(JPEG),
      headers: { authorization: `Bearer ${key}` },
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600']);
    expect(await refused.json()).toMatchObject({ error: 'rate_limited' });
  });

  it('is refused from other sites, without a session and as another kind of body.', async () => {
    const ada = await world.newPerson();
    expect((await choose(ada, JPEG, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect(
      (await choose(ada, JPEG, { headers: { 'sec-fetch-site': '', origin: 'https://evil.example' } })).status,
    ).toBe(403);
    expect(await choose(ada, JPEG, { headers: { cookie: '' } })).toMatchObject({ status: 303, location: '/login' });
    expect((await ada.agent.postForm('/account/picture', { picture: 'x' })).status).toBe(415);
    const broken = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await ada.agent.postForm('/account/picture', { picture: 'x' }, broken)).status).toBe(400);
    expect((await ada.agent.postForm('/account/picture', {}, { 'content-type': 'multipart/form-data' })).status).toBe(
      415,
    );
    expect((await ada.agent.get('/account/picture')).status).toBe(405);
  });

  it('is uploaded by one request of a user at a time. A sender who stops in the middle blocks only themselves, and only until the connection ends.', async () => {
    const ada = await world.newPerson();
    const cookie = await ada.agent.jar.getCookieString(world.app.origin);
    const slow = httpRequest(`${world.app.origin}/account/picture`, {
      method: 'POST',
      headers: {
        cookie,
        origin: world.app.origin,
        'sec-fetch-site': 'same-origin',
        'content-type': 'multipart/form-data; boundary=x',
      },
    });
    slow.on('error', () => undefined);
    slow.write('--x\r\ncontent-disposition: form-data; name="picture"; filename="x"\r\n\r\n');
    await busyUntil(ada, true);
    expect(await choose(await world.newPerson(), JPEG)).toMatchObject(SAVED);
    slow.destroy();
    await busyUntil(ada, false);
  });

  /** Sends pictures until the server says that another one is in progress, or does not say it any more. */
  async function busyUntil(person: Person, isBusy: boolean): Promise<void> {
    for (;;) {
      const { status } = await choose(person, Buffer.from('no image'));
      expect([400, 429]).toContain(status);
      if ((status === 429) === isBusy) return;
    }
  }

  it('cannot lead to the picture of another user, and goes with its user.', async () => {
    const [ada, eve] = [await world.newPerson(), await world.newPerson()];
    await choose(ada, JPEG);
    const { id, picture = '' } = await world.userOf(ada.username);
    const copied = await act(eve, 'change-profile', { picture });
    expect(copied.status).toBe(400);
    await world.app.graphql('mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { deleted } }', {
      input: { id },
    });
    expect(await stored(idIn(picture))).toBeUndefined();
  });

  it('is not offered if only administrators change pictures.', async () => {
    const ada = await world.newPerson();
    await graphql(
      'mutation { updateServerSettings(input: { editableProfile: ["name"] }) { serverSettings { rpName } } }',
    );
    expect((await ada.agent.get('/account')).text).not.toContain('type="file"');
    expect((await choose(ada, JPEG)).status).toBe(403);
    await graphql('mutation { updateServerSettings(input: { editableProfile: null }) { serverSettings { rpName } } }');
  });
});

describe('Uploads of administrators', () => {
  const upload = async (path: string, file: Uint8Array = JPEG, key = world.app.apiKey) => {
    const response = await fetch(`${world.app.origin}/pictures/${path}`, {
      method: 'POST',
      body: new Uint8Array(file),
      headers: key === '' ? {} : { authorization: `Bearer ${key}` },
    });
    return {
      status: response.status,
      ...((await response.json()) as { url?: string; error?: string; message?: string }),
    };
  };
  const keyWith = async (permission: string) =>
    (await graphql(`mutation { createApiKey(input: { name: "x", permissions: ["${permission}"] }) { key } }`))
      .createApiKey?.key;

  it('set the picture of a user and each logo, which pages then show, and removing the value deletes the image.', async () => {
    const { username } = await world.newPerson();
    const user = await world.userOf(username);
    await graphql('mutation { createIssuer(input: { id: "shop", slug: "shop" }) { issuer { id } } }');
    await graphql(
      'mutation { createClient(input: { id: "wiki", name: "Wiki", redirectUris: ["https://wiki.example/cb"] }) { client { id } } }',
    );
    const urls = [];
    for (const path of [
      `users/${user.id}`,
      'clients/wiki',
      'issuers/shop',
      'server',
      'issuers/shop/dark',
      'server/dark',
    ]) {
      const { status, url } = await upload(path);
      expect([path, status, (await fetch(url ?? '')).status]).toEqual([path, 200, 200]);
      urls.push(url);
    }
    const [ofUser, ofClient, ofIssuer, ofServer, darkOfIssuer, darkOfServer] = urls;
    expect((await world.userOf(username)).picture).toBe(ofUser);
    expect((await world.app.deps.store.clients.find('wiki'))?.logo_uri).toBe(ofClient);
    expect((await world.app.deps.store.issuers.find('shop'))?.branding).toEqual({
      logo: ofIssuer,
      logoDark: darkOfIssuer,
    });
    expect(world.app.deps.config).toMatchObject({ brandLogo: ofServer, brandLogoDark: darkOfServer });
    const login = await (await fetch(`${world.app.origin}/login`)).text();
    const logo = /<img class="brand-logo" src="([^"]+)"/.exec(login)?.[1];
    const dark = /<source srcset="([^"]+)" media="\(prefers-color-scheme: dark\)"/.exec(login)?.[1] ?? '';
    expect(dark.replace(/.*\?/, '')).toBe(logoDigest(darkOfServer ?? ''));
    for (const path of [logo, dark, '/logos/issuers/shop', '/logos/clients/wiki'])
      expect((await fetch(`${world.app.origin}${path}`)).headers.get('content-type')).toBe('image/webp');

    const { serverSettings } = world.app.deps.store;
    const cachingOf = async (path: string) => (await fetch(`${world.app.origin}${path}`)).headers.get('cache-control');
    expect([
      await cachingOf('/logos/clients/wiki?earlier'),
      await cachingOf(logo ?? ''),
      await cachingOf(dark),
    ]).toEqual(['no-store', 'public, max-age=3600', 'public, max-age=3600']);
    // Another process stores another logo, and this one is asked for it before it knows.
    const settings = await serverSettings.find(SERVER_SETTINGS_ID);
    if (settings === undefined) throw new Error('There are no settings.');
    const brandLogo = ofClient ?? '';
    await serverSettings.update(settings, { values: { ...settings.values, brandLogo } });
    const asked = `${world.app.origin}/logos/brand?${logoDigest(brandLogo)}`;
    expect((await fetch(asked)).headers.get('cache-control')).toBe('public, max-age=3600');
    expect(world.app.deps.config.brandLogo).toBe(brandLogo);
    await serverSettings.update((await serverSettings.find(SERVER_SETTINGS_ID)) ?? settings, {
      values: settings.values,
    });

    await graphql(
      `mutation { updateUser(input: { id: "${user.id}", picture: "https://example.org/me.png" }) { user { id } } }`,
    );
    await graphql('mutation { updateClient(input: { id: "wiki", name: "Wiki 2" }) { client { id } } }');
    expect((await fetch(ofClient ?? '')).status).toBe(200);
    await graphql('mutation { deleteClient(input: { id: "wiki" }) { deleted } }');
    await graphql(
      'mutation { createIssuer(input: { id: "gone", slug: "gone" }) { issuer { id } } createClient(input: { id: "till", issuerId: "gone", name: "Till", redirectUris: ["https://till.example/cb"] }) { client { id } } }',
    );
    urls.push((await upload('clients/till')).url);
    await graphql('mutation { deleteIssuer(input: { id: "gone" }) { deleted } }');
    await graphql('mutation { updateIssuer(input: { id: "shop", branding: null }) { issuer { id } } }');
    await graphql(
      'mutation { updateServerSettings(input: { brandLogo: null, brandLogoDark: null }) { serverSettings { rpName } } }',
    );
    for (const url of urls) expect((await fetch(url ?? '')).status).toBe(404);
  });

  it('need the permission of the field, and more strength than the record has.', async () => {
    const [users, clients] = [await keyWith('users:write'), await keyWith('clients:write')];
    const { items } = await world.app.deps.store.users.page({ first: 100 });
    const owner = items.map(({ record }) => record).find(({ adminRole }) => adminRole === 'OWNER');
    expect(await upload('server', JPEG, '')).toMatchObject({ status: 401, error: 'unauthenticated' });
    expect((await upload('server', JPEG, 'pg_wrong')).status).toBe(401);
    for (const [path, key] of [
      ['server', users],
      ['issuers/shop', clients],
      ['clients/wiki', users],
      [`users/${owner?.id}`, clients],
    ] as const)
      expect([path, (await upload(path, JPEG, key)).status]).toEqual([path, 403]);
    expect(await upload(`users/${owner?.id}`, JPEG, users)).toMatchObject({ status: 403, error: 'forbidden' });
    for (const path of ['users/unknown', 'clients/unknown', 'issuers/unknown'])
      expect(await upload(path)).toMatchObject({ status: 404, error: 'not_found' });
    expect((await upload('issuers/default')).status).toBe(409);
    expect((await fetch(`${world.app.origin}/pictures/server`)).status).toBe(405);
  });

  it('refuse unsuitable images, and too many at once.', async () => {
    expect(await upload('server', Buffer.from('<svg/>'))).toMatchObject({
      status: 400,
      error: 'invalid_input',
      message: 'The image is not a JPEG, PNG or WebP file.',
    });
    expect(await upload('server', Buffer.alloc(0))).toMatchObject({ status: 400, error: 'invalid_input' });
    expect((await upload('server', Buffer.alloc(2_000_001))).status).toBe(413);
    const send = (headers: Record<string, string>, bytes: Uint8Array) => {
      const body = new ReadableStream({
        start: (stream) => {
          for (const byte of bytes) stream.enqueue(Uint8Array.of(byte));
          stream.close();
        },
      });
      const authorization = `Bearer ${world.app.apiKey}`;
      const options = { method: 'POST', body, duplex: 'half', headers: { authorization, ...headers } } as RequestInit;
      return fetch(`${world.app.origin}/pictures/server`, options);
    };
    expect((await send({}, JPEG)).status).toBe(200);
    expect((await send({ 'content-encoding': 'gzip' }, JPEG)).status).toBe(415);
    const answers = await Promise.all(Array.from({ length: 50 }, () => upload('server', pngOf(900, 900))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    const { pictures } = world.app.deps.store;
    const urls = answers.flatMap(({ url }) => url ?? []);
    const left = await Promise.all(urls.map((url) => pictures.find(idIn(url))));
    expect(left.filter((picture) => picture !== undefined)).toHaveLength(1);
  });
});
