/*
 * This is the entry file of the console. Only this file reads the address, the clock and the page; it signs the user in,
 * and then shows the screens. The console uses only the GraphQL API, so a script can do everything that it does. To
 * understand it, read this file first, then `shell/app.tsx`.
 */

import { render, type VNode } from 'preact';
import { Viewer } from './generated/shell.js';
import { makeUnsavedChanges } from './parts/form/unsaved-changes.js';
import { makeNotices } from './parts/notices/notices.js';
import { makeOperationLog } from './parts/operation-log.js';
import { CALLBACK_PATH } from './server/authorization-request.js';
import { type Connection, makeConnection } from './server/connection.js';
import { returnedSignIn } from './server/sign-in-page.js';
import { reportToConsole } from './server/sign-in-window.js';
import type { Refusal, Token } from './server/token-source.js';
import { App } from './shell/app.js';
import { preloadScreen } from './shell/screens.js';
import { SignedOut, type SignedOutProps } from './shell/signed-out.js';
import { bound, firstResult, server, tokens } from './start.js';
import { loadTexts } from './texts/texts.js';

const YOUNG_PAGE_MS = 10_000;

const root = document.querySelector<HTMLElement>('#console');
if (root === null) throw new Error('The page has no element for the console.');
const { name = '', logo, logoDark } = root.dataset;
const texts = await loadTexts([document.documentElement.lang, ...navigator.languages], navigator.languages);
document.documentElement.lang = texts.lang;
addEventListener('unhandledrejection', ({ reason }) => reloadIfOutdated(reason));
if (reportToConsole(location.href)) showAlone(<p>{texts.say('signIn.windowDone')}</p>, root);
else await start(root);

/**
 * Loads the page again if a file of the console is missing, because the server has been upgraded meanwhile. A page that
 * was opened a moment ago is not loaded again: its files are missing for another reason.
 */
function reloadIfOutdated(reason: unknown): void {
  const isMissing = reason instanceof TypeError && /module/i.test(reason.message);
  if (isMissing && performance.now() > YOUNG_PAGE_MS) location.reload();
}

/** Shows something instead of the console. The empty frame of the page goes too, which Preact does not know. */
function showAlone(content: VNode, into: HTMLElement): void {
  into.querySelector(':scope > .console')?.remove();
  render(content, into);
}

function now(): number {
  return Date.now();
}

async function start(into: HTMLElement): Promise<void> {
  const returned = location.pathname === CALLBACK_PATH ? returnedSignIn(server, location.href) : undefined;
  if (returned !== undefined) history.replaceState(null, '', returned.path);
  if (location.pathname === CALLBACK_PATH) history.replaceState(null, '', '/console');
  preloadScreen(location.pathname);

  const show = (props: Omit<SignedOutProps, 'texts'>) => showAlone(<SignedOut texts={texts} {...props} />, into);
  const signInTitle = texts.say('signIn.title');
  // The user may be at another screen when the session ends.
  const signIn = (asOther: boolean) =>
    void connection.signIn(location.pathname + location.search + location.hash, asOther);
  const refuse = ({ error, description }: Refusal) =>
    show({
      title: texts.say('signIn.refused'),
      reason: error === 'access_denied' ? texts.say('signIn.noRole') : description,
      hasAccount: true,
      label: texts.say('signIn.otherAccount'),
      act: () => signIn(true),
    });
  const tryAgain = (reason: string) =>
    show({ title: signInTitle, reason, label: texts.say('parts.retry'), act: () => location.reload() });
  const connection: Connection = makeConnection({
    server,
    bound,
    tokens,
    words: () => ({ ended: texts.say('signIn.ended'), busy: texts.say('signIn.busy') }),
    onRefused: refuse,
    onForbidden: () => void screens.update(),
  });
  const screens = makeScreens(connection, into);
  // The session may have ended, or the role changed, while the user was in another window.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void screens.update();
  });
  if (returned !== undefined && 'error' in returned.response) return refuse(returned.response);

  const result = await (firstResult ?? tokens.renew().catch(() => undefined));
  if (result === undefined) return tryAgain(texts.say('signIn.unreachable'));
  if (result.kind === 'busy') return tryAgain(texts.say('signIn.busy'));
  if (result.kind === 'refused') return refuse(result);
  if (result.kind === 'signedIn')
    return screens.openWith(result.token).catch((error: Error) => tryAgain(error.message));
  // If a sign-in has just given the browser no session, another sign-in would not give it one either.
  if (returned === undefined) return signIn(false);
  show({
    title: signInTitle,
    reason: texts.say('signIn.ended'),
    label: texts.say('signIn.button'),
    act: () => signIn(false),
  });
}

function makeScreens(connection: Connection, into: HTMLElement) {
  const context = {
    connection,
    texts,
    now,
    operations: makeOperationLog(),
    notices: makeNotices(),
    unsaved: makeUnsavedChanges(),
    server,
    serverName: name,
  };
  let permissions: readonly string[] = [];

  function show(userId: string, user: string): void {
    render(<App context={{ ...context, userId, permissions }} names={{ server: name, logo, logoDark, user }} />, into);
  }
  /** Shows what the user may see and do at present. */
  async function open(): Promise<void> {
    const { subject, user, ...viewer } = (await connection.request(Viewer, {})).viewer;
    permissions = viewer.permissions;
    show(subject, user?.name ?? user?.username ?? '');
  }
  /**
   * Shows what the user may see and do with a new token, whose scopes are permissions. So the screen sends its queries
   * beside the one for the name of the user.
   */
  function openWith({ subject, scopes }: Token): Promise<void> {
    permissions = scopes.filter((scope) => scope !== 'openid');
    if (permissions.length > 0) show(subject, '');
    return open();
  }
  /** Another administrator may have changed the role of the user. If not, the user sees the refusal of the server. */
  async function update(): Promise<void> {
    const before = String(permissions);
    await open().catch(() => undefined);
    if (String(permissions) !== before) context.notices.say(texts.say('signIn.permissionsChanged'));
  }
  return { openWith, update };
}
