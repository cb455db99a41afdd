import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { addVirtualAuthenticator, describeInBrowser, launchBrowser } from './browser.js';

describeInBrowser('the browser of the journeys', () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8').end('<!doctype html><title>here</title>');
    });
    await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    await new Promise((closed) => server.close(closed));
  });

  const openPage = async (): Promise<Page> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    return page;
  };

  /** `id` of the credential made, or the name of the error. */
  const createPasskey = (page: Page): Promise<string> =>
    page.evaluate(async () => {
      const publicKey: PublicKeyCredentialCreationOptions = {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { name: 'Here' },
        user: { id: new Uint8Array([1, 2, 3]), name: 'ada', displayName: 'Ada' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      };
      return navigator.credentials.create({ publicKey }).then(
        (credential) => credential?.id ?? 'none',
        (error: Error) => error.name,
      );
    });

  const usePasskey = (page: Page): Promise<string> =>
    page.evaluate(async () => {
      const publicKey: PublicKeyCredentialRequestOptions = {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        userVerification: 'required',
      };
      return navigator.credentials.get({ publicKey }).then(
        (credential) => credential?.id ?? 'none',
        (error: Error) => error.name,
      );
    });

  it('makes and uses a discoverable passkey with the virtual authenticator', async () => {
    const page = await openPage();
    const authenticator = await addVirtualAuthenticator(page);
    const id = await createPasskey(page);
    const [credential, ...others] = await authenticator.credentials();
    expect(others).toEqual([]);
    expect(credential).toMatchObject({ isResidentCredential: true, rpId: 'localhost' });
    expect(Buffer.from(credential?.credentialId ?? '', 'base64').toString('base64url')).toBe(id);
    expect(await usePasskey(page)).toBe(id);
    await page.context().close();
  });

  it('refuses where the authenticator does not find that it is the user', async () => {
    const page = await openPage();
    const authenticator = await addVirtualAuthenticator(page);
    await createPasskey(page);
    await authenticator.setUserVerified(false);
    expect(await usePasskey(page)).toBe('NotAllowedError');
    await page.context().close();
  });

  it('takes a passkey to a second page, as a synced one goes to a second device', async () => {
    const page = await openPage();
    const first = await addVirtualAuthenticator(page);
    const id = await createPasskey(page);
    const elsewhere = await openPage();
    const second = await addVirtualAuthenticator(elsewhere);
    for (const credential of await first.credentials()) await second.addCredential(credential);
    expect(await usePasskey(elsewhere)).toBe(id);
    await second.removeCredential((await second.credentials())[0]?.credentialId ?? '');
    expect(await second.credentials()).toEqual([]);
    await page.context().close();
    await elsewhere.context().close();
  });

  it('has a font to write with', async () => {
    const page = await openPage();
    const width = await page.evaluate(() => {
      document.body.innerHTML = '<span>Passkey</span>';
      return document.querySelector('span')?.getBoundingClientRect().width ?? 0;
    });
    expect(width).toBeGreaterThan(10);
    await page.context().close();
  });
});
