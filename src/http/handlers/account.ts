import { type ActiveSession, readSession } from '../../access/session.js';
import { signOut } from '../../access/sign-out.js';
import type { Deps } from '../../model/deps.js';
import { type AccountPageProps, accountPage } from '../../pages/account-page.js';
import { formOf } from '../bodies.js';
import { callerOf } from '../browser.js';
import { browserOf, clearSessionCookie, sessionCookie } from '../cookies.js';
import type { Handler } from '../route.js';
import { frameOf, redirect, sendPage } from '../send.js';
import { statusError } from '../status-error.js';

export const account: Handler = async (edge, request, response) => {
  const active = await readSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  browserOf(edge, request, response);
  sendPage(response, accountPage(frameOf(edge, request), await accountOf(edge.deps, active)));
};

const accountOf = async (deps: Deps, { user, session }: ActiveSession): Promise<AccountPageProps> => {
  const passkeys = await deps.store.passkeys.findMany(user.passkeyIds);
  return {
    username: user.username,
    name: user.name,
    passkeys: passkeys
      .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
      .map((passkey) => ({ ...passkey, synced: passkey.backupEligible, current: passkey.id === session.passkeyId })),
  };
};

export const changeAccount: Handler = async (edge, request, response) => {
  if (formOf(request).get('action') !== 'sign-out') throw statusError(400, 'This form has no such action.');
  await signOut(edge.deps, sessionCookie(edge, request), callerOf(request));
  clearSessionCookie(edge, response);
  redirect(response, '/login?signed_out');
};
