import { countAccountChange } from '../../../access/sessions/account-changes.js';
import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import { findSetup, nameServer, type Setup } from '../../../account/own-setup.js';
import { APPLICATION_TEMPLATES } from '../../../admin/catalogue/application-templates.js';
import { AdminError, CeremonyError } from '../../../model/errors.js';
import { type SetupPageProps, setupPage } from '../../../pages/enrolment/setup-page.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { browserOf, sessionCookie } from '../../request/cookies.js';
import { LIMITS } from '../../request/limits.js';
import type { Edge, Handler, Request, Response } from '../../route.js';

/** `/account/setup`: the first steps of a new server. Only owners see this page. */
export const setup: Handler = async (edge, request, response) => {
  const owner = await findOwner(edge, request);
  if (typeof owner === 'string') return redirect(response, owner);
  browserOf(edge, request, response);
  sendSetup(edge, request, response, { ...owner, wasNamed: queryOf(request).get('done') === 'named' });
};

/** Handles the form that names the server. */
export const answerSetup: Handler = async (edge, request, response) => {
  const owner = await findOwner(edge, request);
  if (typeof owner === 'string') return redirect(response, owner);
  const typed = formOf(request).get('name')?.trim() ?? '';
  const caller = callerOf(request);
  try {
    await countAccountChange(edge.deps, owner.active, caller);
    await nameServer(edge.deps, owner.active, typed, caller);
    redirect(response, '/account/setup?done=named');
  } catch (error) {
    if (error instanceof CeremonyError && error.code === 'authentication_required')
      return redirect(response, '/login?again=setup');
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    response.status(problem === 'tooManyChanges' ? 429 : 400);
    if (problem === 'tooManyChanges') response.set('Retry-After', String(LIMITS.accountChange.duration));
    sendSetup(edge, request, response, { ...owner, problem, typed });
  }
};

interface Owner {
  readonly active: ActiveSession;
  readonly setup: Setup;
}

/** Finds the signed-in owner. For all others, returns the path to which the browser is redirected. */
async function findOwner(edge: Edge, request: Request): Promise<Owner | string> {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return '/login';
  const setup = await findSetup(edge.deps, active.user);
  return setup === undefined ? '/account' : { active, setup };
}

type Shown = Owner & Pick<SetupPageProps, 'wasNamed' | 'problem' | 'typed'>;

function sendSetup({ deps, ...edge }: Edge, request: Request, response: Response, { active, ...shown }: Shown): void {
  const { username, name } = active.user;
  const page = setupPage(frameOf({ deps, ...edge }, request), {
    ...shown,
    username,
    name,
    serverName: deps.config.rpName,
    server: deps.config.issuer,
    catalogue: APPLICATION_TEMPLATES.map((template) => template.name),
  });
  sendPage(response, page);
}

function problemOf(error: unknown): SetupPageProps['problem'] {
  if (error instanceof CeremonyError && error.code === 'rate_limited') return 'tooManyChanges';
  return error instanceof AdminError && error.code === 'INVALID_INPUT' ? 'serverName' : undefined;
}
