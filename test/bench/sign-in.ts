import { randomInt } from 'node:crypto';
import type { SoftwareAuthenticator } from '../support/software-authenticator.js';
import type { Answer, Shot, Target } from './contender.js';

/** Follows an authorization request to its end, with a new browser, and returns the code. */
export type SignIn = (target: Target, authorizePath: string) => Promise<string>;

/** A browser that has just been installed: it sends the cookies that it got, and follows no redirect. */
interface Browser {
  get(path: string, expect: number): Promise<Answer>;
  post(path: string, type: string, body: string, expect: number): Promise<Answer>;
}

function newBrowser({ origin, send }: Target): Browser {
  const cookies = new Map<string, string>();
  // Each browser has an address of its own, or the limits for one address would count.
  const address = Array.from({ length: 3 }, () => randomInt(256)).join('.');
  const visit = async (shot: Shot): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...shot.headers, 'x-forwarded-for': `10.${address}`, ...(cookie !== '' && { cookie }) };
    const answer = await send({ ...shot, headers });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = line.split(';');
      const [name = ''] = pair.split('=', 1);
      const value = pair.slice(name.length + 1);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  return {
    get: (path, expect) => visit({ path, method: 'GET', expect }),
    post: (path, type, body, expect) =>
      visit({ path, method: 'POST', headers: { 'content-type': type, origin }, body, expect }),
  };
}

/** The path of a redirect within the server. */
function pathOf({ origin }: Target, { headers }: Answer): string {
  const url = new URL(String(headers.location), origin);
  return url.pathname + url.search;
}

function codeOf({ headers }: Answer): string {
  const code = new URL(String(headers.location)).searchParams.get('code');
  if (code === null) throw new Error(`no code: ${String(headers.location)}`);
  return code;
}

/** Signs in to Passgraph with a passkey. */
export function passkeySignIn(authenticator: SoftwareAuthenticator): SignIn {
  return async (target, authorizePath) => {
    const browser = newBrowser(target);
    const page = pathOf(target, await browser.get(authorizePath, 303));
    await browser.get(page, 200);
    const interaction = new URLSearchParams(page.split('?')[1]).get('interaction');
    const post = (path: string, body: unknown) => browser.post(path, 'application/json', JSON.stringify(body), 200);
    const options = await post('/passkeys/authentication/options', { interaction });
    const assertion = authenticator.get(JSON.parse(options.text));
    const { next } = JSON.parse((await post('/passkeys/authentication/verify', assertion)).text);
    return codeOf(await browser.get(next, 303));
  };
}

/** Signs in to node-oidc-provider with the form that it has for development. */
export function formSignIn(username: string): SignIn {
  return async (target, authorizePath) => {
    const browser = newBrowser(target);
    const page = pathOf(target, await browser.get(authorizePath, 303));
    await browser.get(page, 200);
    const form = new URLSearchParams({ prompt: 'login', login: username, password: 'x' }).toString();
    const sent = await browser.post(page, 'application/x-www-form-urlencoded', form, 303);
    return codeOf(await browser.get(pathOf(target, sent), 303));
  };
}
