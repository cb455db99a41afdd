import { deleteKept, findKept, keepSecret } from '../../../access/sessions/kept-values.js';
import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import type { Deps } from '../../../model/deps.js';
import type { AccountSection } from '../../../pages/account/account-outcome.js';
import { type ShownSecret, shownOncePage } from '../../../pages/shown-once-page.js';
import { isRecoveryCodeOf } from '../../../webauthn/enrolment/recovery-codes.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { sessionCookie } from '../../request/cookies.js';
import type { Handler, Request } from '../../route.js';

const SECTIONS: Readonly<Record<ShownSecret['kind'], AccountSection>> = {
  recoveryCodes: 'recovery',
  apiKey: 'api-keys',
};

/**
 * Keeps a new secret for five minutes and returns the path of the page that shows the secret. The form that created the
 * secret redirects to this path, so a reload shows the same secret and does not create another secret.
 */
export async function keepShownSecret(deps: Deps, { session }: ActiveSession, secret: ShownSecret): Promise<string> {
  return `/account/shown/${await keepSecret(deps, session, JSON.stringify(secret))}`;
}

/**
 * `/account/shown/{id}`: shows the secret. If the secret was deleted or has expired, redirects to the account page.
 */
export const shown: Handler = async (edge, request, response) => {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const secret = await findShown(edge.deps, active, request);
  if (secret === undefined) return redirect(response, '/account');
  const recoverUrl = `${edge.deps.config.issuer}/recover`;
  sendPage(response, shownOncePage(frameOf(edge, request), { id: idOf(request), secret, recoverUrl }));
};

/**
 * Handles the form of `/account/shown/{id}`, with which the user confirms that the secret is saved. The stored secret
 * is then deleted.
 */
export const answerShown: Handler = async (edge, request, response) => {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const secret = await findShown(edge.deps, active, request);
  await deleteKept(edge.deps, active.session, idOf(request));
  redirect(response, secret === undefined ? '/account' : `/account#${SECTIONS[secret.kind]}`);
};

function idOf(request: Request): string {
  return String(request.params.id);
}

/** Finds the secret. Recovery codes that newer codes have replaced are not shown, because they do not work. */
async function findShown(deps: Deps, active: ActiveSession, request: Request): Promise<ShownSecret | undefined> {
  const kept = await findKept(deps, active.session, idOf(request));
  if (kept === undefined) return undefined;
  const secret = JSON.parse(kept) as ShownSecret;
  const isReplaced =
    secret.kind === 'recoveryCodes' && !secret.codes.some((code) => isRecoveryCodeOf(active.user, code));
  return isReplaced ? undefined : secret;
}
