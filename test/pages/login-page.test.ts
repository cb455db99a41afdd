import { describe, expect, it } from '@jest/globals';
import { loadAssets } from '../../src/pages/layout/assets.js';
import type { Frame } from '../../src/pages/layout/frame.js';
import { type LoginPageProps, loginPage } from '../../src/pages/sign-in/login-page.js';
import { chooseTexts } from '../../src/pages/texts/choose-texts.js';

const assets = loadAssets({ brandColor: '#abc' });
const frameIn = (language: string): Frame => ({ texts: chooseTexts([language]), brand: { name: 'Home' }, assets });
const propsOf = (interactionId: string, changes: Partial<LoginPageProps> = {}): LoginPageProps => ({
  application: { name: 'Wiki' },
  interactionId,
  registerUrl: `/register?interaction=${interactionId}`,
  recoverUrl: `/recover?interaction=${interactionId}`,
  ...changes,
});

describe('The sign-in page of an application', () => {
  it('has the id of its own interaction everywhere, whichever page was rendered before', () => {
    const [first, second] = ['first-id', 'second-id'].map((id) => loginPage(frameIn('en'), propsOf(id)));
    expect(first?.split('first-id')).toHaveLength(4);
    expect(second).toBe(first?.replaceAll('first-id', 'second-id'));
  });

  it('is another page in another language, for another application, brand or link, and with a login hint', () => {
    const id = 'an-id';
    const pages = [
      loginPage(frameIn('en'), propsOf(id)),
      loginPage(frameIn('de'), propsOf(id)),
      loginPage({ ...frameIn('en'), brand: { name: 'Office' } }, propsOf(id)),
      loginPage(frameIn('en'), propsOf(id, { application: { name: 'Chat' } })),
      loginPage(frameIn('en'), propsOf(id, { application: { name: 'Wiki', logo: '/logos/clients/wiki' } })),
      loginPage(frameIn('en'), propsOf(id, { address: 'https://wiki.example' })),
      loginPage(frameIn('en'), propsOf(id, { registerUrl: undefined })),
      loginPage(frameIn('en'), propsOf(id, { loginHint: 'ada' })),
      loginPage(frameIn('en'), propsOf(id, { loginHint: 'bob' })),
    ];
    expect(new Set(pages).size).toBe(pages.length);
    expect(pages.at(-1)).toContain('value="bob"');
  });

  it('escapes an id that could be markup', () => {
    expect(loginPage(frameIn('en'), propsOf('"><script>'))).not.toContain('"><script>');
  });
});
