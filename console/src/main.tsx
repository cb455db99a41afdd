/*
 * This is the entry file of the console. Only this file reads the address, the clock and the page; it signs the user in,
 * and then shows the screens. The console uses only the GraphQL API, so a script can do everything that it does. To
 * understand it, read this file first, then `shell/app.tsx`.
 */

import { render } from 'preact';
import { Viewer } from './generated/shell.js';
import { makeNotices } from './parts/notices.js';
import { makeOperationLog } from './parts/operation-log.js';
import { CALLBACK_PATH } from './server/authorization-request.js';
import { makeConnection } from './server/connection.js';
import { returnedSignIn } from './server/sign-in-page.js';
import { reportToConsole } from './server/sign-in-window.js';
import type { SignInResult } from './server/token-source.js';
import { App } from './shell/app.js';
import { SignedOut } from './shell/signed-out.js';
import { loadTexts, type TextKey } from './texts/texts.js';

const root = document.querySelector<HTMLElement>('#console');
if (root === null) throw new Error('The page has no element for the console.');
const { server = location.origin, name = '', logo } = root.dataset;
const texts = await loadTexts([document.documentElement.lang, ...navigator.languages]);
if (reportToConsole(location.href)) render(<p>{texts.say('signIn.windowDone')}</p>, root);
else await start(root);

async function start(into: HTMLElement): Promise<void> {
  const returned = location.pathname === CALLBACK_PATH ? returnedSignIn(server, location.href) : undefined;
  if (returned !== undefined) history.replaceState(null, '', returned.path);
  // The user may be at another screen when the session ends.
  const here = () => (location.pathname === CALLBACK_PATH ? '/console' : location.pathname + location.search);
  const show = (key: TextKey, detail = '') => {
    const reason = [texts.say(key), detail].filter(Boolean).join(' ');
    render(<SignedOut texts={texts} reason={reason} signIn={() => void connection.signIn(here())} />, into);
  };
  const now = () => Date.now();
  const connection = makeConnection(server, now, {
    onSignedOut: (result) =>
      result.kind === 'refused' ? show('signIn.refused', result.description) : show('signIn.ended'),
    onForbidden: () => void showChanges(),
  });
  if (returned !== undefined && 'error' in returned.response)
    return show('signIn.refused', returned.response.description);
  const result = await connection.tokens
    .renew()
    .catch((): SignInResult => ({ kind: 'refused', description: texts.say('signIn.unreachable') }));
  if (result.kind === 'refused') return show('signIn.refused', result.description);
  // If a sign-in has just given the browser no session, another sign-in would not give it one either.
  if (result.kind === 'signInNeeded') return returned === undefined ? connection.signIn(here()) : show('signIn.ended');
  const context = {
    connection,
    texts,
    now,
    operations: makeOperationLog(),
    notices: makeNotices(),
    server,
    serverName: name,
  };
  let permissions: readonly string[] = [];
  /** Shows what the user may see and do at present. */
  async function showApp(): Promise<void> {
    const { viewer } = await connection.request(Viewer, {});
    permissions = viewer.permissions;
    render(<App context={{ ...context, userId: viewer.subject, permissions }} server={{ name, logo }} />, into);
  }
  /** Another administrator may have changed the role of the user. If not, the user sees the refusal of the server. */
  async function showChanges(): Promise<void> {
    const before = String(permissions);
    await showApp().catch(() => undefined);
    if (String(permissions) !== before) context.notices.say(texts.say('signIn.permissionsChanged'));
  }
  await showApp();
}
