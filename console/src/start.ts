import { CALLBACK_PATH } from './server/authorization-request.js';
import { makeBoundFetch } from './server/bound-fetch.js';
import { makeTokenSource } from './server/token-source.js';

// The browser runs this entry file first, while it still loads the other files of the console. So the token arrives about
// when `main.tsx` can use it.

/** The base URL of the server. The body of the page may be missing at this time. */
export const server = document.documentElement.dataset.server ?? location.origin;
export const bound = makeBoundFetch(Date.now);
export const tokens = makeTokenSource(server, bound, Date.now, () => location.reload());
/** `undefined` at the end of a sign-in: `main.tsx` first looks whether the server has refused it. */
export const firstResult = location.pathname === CALLBACK_PATH ? undefined : tokens.renew().catch(() => undefined);
