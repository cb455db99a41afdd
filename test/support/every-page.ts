import type { Page } from 'playwright-core';
import { createFirstOwnerLink } from '../../src/admin/users/first-owner.js';
import { handleText, newSecret, sha256 } from '../../src/keys/secrets.js';
import { secondsAfter } from '../../src/model/time.js';
import { anInvitation } from '../storage/records.js';
import type { TestApp } from './app.js';
import type { VirtualAuthenticator } from './browser.js';
import { storeVerificationLink } from './verification-link.js';

const CREATE_CLIENT = `mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }`;
const CREATE_USER = `mutation ($input: CreateUserInput!) { createUser(input: $input) { enrolmentLink { url } } }`;

/** An application for which no user has a permission. */
const WIKI = {
  id: 'wiki',
  name: 'Wiki',
  clientUri: 'https://wiki.example',
  redirectUris: ['https://wiki.example/back'],
  accessPolicy: 'PERMITTED_USERS',
  registrationEnabled: true,
  requirePkce: false,
};

/** An application for all users that asks for consent each time. Its redirect URI is on this server. */
function photosAt(origin: string) {
  return {
    id: 'photos',
    name: 'Photos',
    clientUri: 'https://photos.example',
    policyUri: 'https://photos.example/privacy',
    redirectUris: [`${origin}/photos`],
    requirePkce: false,
    accessPolicy: 'ALL_USERS',
    consent: 'ALWAYS',
    scopes: ['openid', 'profile', 'email', 'address', 'offline_access'],
    claimRules: [{ claim: 'teams', expression: '["a", "b", "c", "d", "e", "f"]' }],
  };
}

/**
 * Registers the browser's user as the first owner and returns the URL of each page by name. `page` stays signed in. Its
 * authenticator stops answering, so that pages that ask for a passkey stay open.
 */
export async function openEveryPage(
  app: TestApp,
  page: Page,
  authenticator: VirtualAuthenticator,
): Promise<Readonly<Record<string, string>>> {
  await app.graphql(CREATE_CLIENT, { input: WIKI });
  const photos = photosAt(app.origin);
  await app.graphql(CREATE_CLIENT, { input: photos });
  const { createUser: made } = await app.graphql<{ createUser: { enrolmentLink: { url: string } } }>(CREATE_USER, {
    input: { username: 'grace', name: 'Grace Hopper', enrolmentLink: true },
  });
  const link = await createFirstOwnerLink(app.deps);
  await page.goto(link ?? '');
  await page.fill('#username', 'ada');
  await page.fill('#name', 'Ada Lovelace');
  await page.click('#ceremony button:enabled');
  await page.waitForURL('**/console');
  await authenticator.setPresence(false);
  const open = async (changes: Record<string, string>, client: Pick<typeof WIKI, 'id' | 'redirectUris'> = WIKI) => {
    const asked = {
      client_id: client.id,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: client.redirectUris[0] ?? '',
    };
    await page.goto(`${app.origin}/oidc/authorize?${new URLSearchParams({ ...asked, ...changes })}`);
    return page.url();
  };
  // After the first consent, the account page lists an application.
  const scope = photos.scopes.join(' ');
  await open({ scope }, photos);
  await page.click('button[value=allow]');
  await page.waitForURL('**/photos?**');
  // The link stays open for ten minutes. The pages are the same afterwards, but say that it has expired.
  await page.goto(`${app.origin}/account`);
  await page.click('button[value=add-device]');
  const join = await page.innerText('#kept code');
  // The second mail replaces the first one.
  const replaced = await storeVerificationLink(app.deps, 'ada', 'ada@example.com');
  const verification = await storeVerificationLink(app.deps, 'ada', 'ada@example.com');
  const secret = newSecret(app.deps.random);
  const expiresAt = secondsAfter(app.deps.clock.now(), 3600);
  const invitation = anInvitation({
    secretHash: sha256(secret),
    emailDomain: 'example.com',
    requiresApproval: true,
    expiresAt,
    keptUntil: expiresAt,
  });
  await app.deps.store.invitations.insert(invitation);
  return {
    consent: await open({ scope }, photos),
    login: await open({ prompt: 'login' }),
    register: await open({ prompt: 'create' }),
    denied: await open({}),
    account: `${app.origin}/account`,
    enroll: made.enrolmentLink.url,
    invite: `${app.origin}/invite/${handleText({ id: invitation.id, secret })}`,
    invited: `${app.origin}/invited?mail`,
    addDevice: `${app.origin}/account/device`,
    join,
    verifyEmail: `${app.origin}${verification}`,
    verifyEmailRefused: `${app.origin}${replaced}`,
    again: `${app.origin}/login?again`,
    recover: `${app.origin}/recover`,
    logout: `${app.origin}/oidc/logout?client_id=wiki`,
    device: `${app.origin}/device?user_code=BCDF-GHJK`,
    connected: `${app.origin}/device?done=allowed`,
    error: `${app.origin}/oidc/authorize`,
    nothing: `${app.origin}/nothing`,
  };
}
