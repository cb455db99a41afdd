/*
 * This folder owns interactions. An interaction is a stored request that waits while the user signs in or consents. All
 * interactions follow the same steps: admit, authenticate, consent, finish, then issue or deny. This folder must not
 * know the protocols that use it (OpenID Connect, the device grant, and Passgraph's own protocol Basic). Each of these
 * protocols provides a `FlowDescription`. To understand this folder, read this file first, then `next-step.ts`, which
 * contains the decision, and `interaction.ts`, which contains the stored record.
 */

import { recordRefusedRequest } from '../../audit/refused-request.js';
import type { Interaction } from '../../model/access/interaction.js';
import type { SessionRecords } from '../../model/access/live.js';
import { LOST_RACE, retryLostRaces } from '../../model/change-record.js';
import { updateIf } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError, StoreUnavailableError, temporarilyUnavailable } from '../../model/errors.js';
import { touchConsent } from '../consent.js';
import { sessionMove } from '../sessions/session.js';
import { denialEvent } from './admission.js';
import { askForAnotherAccount } from './another-account.js';
import { alreadyFinished, type Browser, type BrowserAnswer, type KnownBrowser } from './browser-answer.js';
import type { Approval, FlowDescription, FlowRequest } from './flow-description.js';
import { accessDenied, grantsRevoked, silentError } from './flow-errors.js';
import {
  beginInteraction,
  consentPath,
  continuePath,
  deniedPath,
  findInteraction,
  finishing,
  type OpenInteraction,
  signInPath,
  type WaitingRequest,
} from './interaction.js';
import { findNextStep, type NextStep } from './next-step.js';

/** A new request, with the data to store if the user must first sign in or consent. */
export interface NewRequest<Request extends FlowRequest> {
  readonly request: Request;
  readonly waiting: WaitingRequest;
}

/** Handles a new request. If the user must first sign in or consent, the request is stored as an interaction. */
export async function startFlow<Request extends FlowRequest>(
  deps: Deps,
  description: FlowDescription<Request>,
  { request, waiting }: NewRequest<Request>,
  browser: Browser,
): Promise<BrowserAnswer> {
  const { browserHash } = browser;
  // Browsers send no SameSite=Lax cookies with a cross-site POST. Therefore, this redirect makes the browser repeat the
  // request as a GET request, which includes these cookies.
  if (browserHash === undefined) return goTo(continuePath(await beginInteraction(deps, request, waiting, browser)));
  const begin = (changes = {}) => beginInteraction(deps, request, { ...waiting, ...changes }, browser);
  const visit = { browser: { ...browser, browserHash }, waiting, begin };
  return retryLostRaces(async () => takeNextStep(deps, description, request, visit));
}

/**
 * Continues an interaction after the user has signed in or answered a page. All checks are made again, because
 * permissions and settings may have changed meanwhile.
 */
export async function continueFlow<Request extends FlowRequest>(
  deps: Deps,
  description: FlowDescription<Request>,
  first: OpenInteraction,
  browser: KnownBrowser,
): Promise<BrowserAnswer> {
  let open: OpenInteraction | undefined = first;
  return retryLostRaces(async () => {
    open ??= await findInteraction(deps, first.interaction.id, browser.browserHash, browser.sessionCookie);
    if (open === undefined) return alreadyFinished;
    const { client, interaction, session } = open;
    const reopened = await description.reopen(deps, open);
    open = undefined;
    if ('refused' in reopened) return reopened.refused;
    const { request } = reopened;
    if (request.clientGrantEpoch !== client.grantEpoch) return description.deny(deps, request, grantsRevoked());
    return takeNextStep(deps, description, request, { browser, interaction, session });
  });
}

/**
 * Returns the next step of a stored interaction, so that a page can show the step to the user. Returns `undefined` if
 * the interaction cannot continue; the caller must then call `continueFlow`, which returns the error.
 */
export async function findPageStep<Request extends FlowRequest>(
  deps: Deps,
  description: FlowDescription<Request>,
  open: OpenInteraction,
  { sessionCookie }: Browser,
): Promise<NextStep | undefined> {
  const reopened = await description.reopen(deps, open);
  if ('refused' in reopened || reopened.request.silent) return undefined;
  if (reopened.request.clientGrantEpoch !== open.client.grantEpoch) return undefined;
  const { interaction, session } = open;
  try {
    return await findNextStep(deps, description, reopened.request, { ...interaction, session, sessionCookie });
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}

/**
 * Ends an interaction because the user declined or has no access. The client receives `access_denied`. If the
 * interaction is already finished, the user sees an error instead.
 */
export async function denyFlow<Request extends FlowRequest>(
  deps: Deps,
  description: FlowDescription<Request>,
  { interaction, ...parties }: OpenInteraction,
  browserHash: string,
): Promise<BrowserAnswer> {
  const reopened = await description.reopen(deps, { interaction, ...parties });
  if ('refused' in reopened) return reopened.refused;
  if (!(await deps.store.commit([finishing(deps, interaction.id, browserHash)]))) return alreadyFinished;
  return description.decline?.(reopened.request) ?? description.deny(deps, reopened.request, accessDenied());
}

/** A browser and its stored interaction. If no interaction is stored yet, `begin` stores a new one. */
type Visit = { readonly browser: KnownBrowser } & (
  | { readonly interaction: Interaction; readonly session: SessionRecords | undefined }
  | {
      readonly interaction?: undefined;
      readonly session?: undefined;
      readonly waiting: WaitingRequest;
      begin(changes?: Pick<WaitingRequest, 'authenticateAfter'>): Promise<Interaction>;
    }
);

async function takeNextStep<Request extends FlowRequest>(
  deps: Deps,
  description: FlowDescription<Request>,
  request: Request,
  visit: Visit,
): Promise<BrowserAnswer | typeof LOST_RACE> {
  const { sessionCookie } = visit.browser;
  try {
    const user = { ...(visit.interaction ?? visit.waiting), session: visit.session, sessionCookie };
    const step = await findNextStep(deps, description, request, user);
    if (step.kind === 'issue') return await issue(deps, description, request, { visit, approval: step.approval });
    // A client that is a part of the server shows the refusal itself.
    const isOwnRefusal = step.kind === 'denied' && request.client.isBuiltIn === true;
    if (request.silent || isOwnRefusal) throw refuseWithoutPage(deps, request, visit, step);
    return await showPage(deps, request, visit, step);
  } catch (error) {
    if (error instanceof StoreUnavailableError) return description.fail(deps, request, temporarilyUnavailable(error));
    if (!(error instanceof OAuthError)) throw error;
    // The user lacks a role. An administrator can look for the reason in the audit log.
    if (error.error === 'invalid_scope') {
      recordRefusedRequest(
        deps,
        { kind: 'AUTHORIZATION', client: request.client, caller: visit.browser.caller },
        error,
      );
    }
    return description.fail(deps, request, error);
  }
}

/**
 * Issues the code or token, and marks the interaction as finished, with one change set. If several requests try this at
 * once, only one of them succeeds. The others are handled again with the records that are then stored.
 */
async function issue<Request extends FlowRequest>(
  deps: Deps,
  description: FlowDescription<Request>,
  request: Request,
  { visit: { browser, interaction }, approval }: { readonly visit: Visit; readonly approval: Approval },
): Promise<BrowserAnswer | typeof LOST_RACE> {
  const { changes, result } = await description.planIssue(deps, request, approval);
  const finish = interaction === undefined ? [] : [finishing(deps, interaction.id, browser.browserHash)];
  const move = sessionMove(approval.admission.active.session, browser.caller);
  if (await deps.store.commit([...finish, ...changes, ...move])) {
    touchConsent(deps, approval.consent);
    deps.clientUses.add(request.client);
    return result;
  }
  // If another tab finished the interaction, the client has its answer, and must not get an error for the same request.
  if (interaction !== undefined && (await isFinished(deps, interaction))) return alreadyFinished;
  await description.checkUnused?.(deps, request);
  return LOST_RACE;
}

async function isFinished({ store }: Deps, { id }: Interaction): Promise<boolean> {
  return (await store.interactions.find(id))?.finishedAt !== undefined;
}

async function showPage(
  deps: Deps,
  { client }: FlowRequest,
  visit: Visit,
  step: Exclude<NextStep, { kind: 'issue' }>,
): Promise<BrowserAnswer> {
  if (step.kind === 'signInAgain') return signInAgain(deps, visit, client, step);
  const interaction = visit.interaction ?? (await visit.begin());
  if (step.kind === 'signIn') return goTo(signInPath(interaction));
  if (step.kind === 'consent') return goTo(consentPath(interaction));
  // A denied sign-in is written to the audit log only once, even if the user reloads the page that shows the denial.
  const denial = updateIf('interactions', { id: interaction.id, deniedAt: null }, { deniedAt: deps.clock.now() });
  await deps.store.commit([denial, denialEvent(deps, client, step.active, visit.browser.caller)]);
  return goTo(deniedPath(interaction));
}

/**
 * Lets the user sign in again once if the session does not satisfy the request. If the new session does not satisfy the
 * request either, the client receives an error. Users often do not know which of their passkeys satisfies the policy of a
 * client, so in that case they can choose a second time.
 */
async function signInAgain(
  deps: Deps,
  visit: Visit,
  client: Client,
  { active, unmet, isPolicy = false }: Extract<NextStep, { kind: 'signInAgain' }>,
): Promise<BrowserAnswer> {
  if (visit.interaction === undefined) {
    return goTo(signInPath(await visit.begin({ authenticateAfter: deps.clock.now() })));
  }
  const { createdAt, authenticateAfter = createdAt } = visit.interaction;
  const canChooseAgain = isPolicy && authenticateAfter <= createdAt;
  if (active.session.authenticatedAt >= createdAt && !canChooseAgain) {
    recordRefusedRequest(deps, { kind: 'AUTHORIZATION', client, caller: visit.browser.caller }, unmet);
    throw unmet;
  }
  return goTo(await askForAnotherAccount(deps, visit.interaction));
}

/**
 * Returns the error for a request that cannot continue and shows no page (`prompt=none`). Only `access_denied` errors
 * are written to the audit log, because clients receive the other errors in normal operation.
 */
function refuseWithoutPage(
  deps: Deps,
  { client }: FlowRequest,
  { browser: { caller } }: Visit,
  step: Exclude<NextStep, { kind: 'issue' }>,
): OAuthError {
  const error = silentError(step, client);
  if (step.kind === 'denied') {
    const { session } = step.active;
    recordRefusedRequest(deps, { kind: 'AUTHORIZATION', client, caller, session }, error);
  }
  return error;
}

function goTo(location: string): BrowserAnswer {
  return { kind: 'interaction', location };
}
