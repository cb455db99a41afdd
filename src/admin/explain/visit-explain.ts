import type { RuleOutcome } from '../../access/claim-rules/claim-rules.js';
import { adviseOnPolicy } from '../../access/client-policy.js';
import { type Admission, decideAdmission } from '../../access/interaction/admission.js';
import type { NextStep } from '../../access/interaction/next-step.js';
import { scopesOfUser } from '../../access/role-scopes.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import type { UserRole } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { User } from '../../model/people/user.js';
import { DEVICE_CODE_GRANT } from '../../oidc/device/device-grant-type.js';
import type { ClaimsRequest } from '../../oidc/protocol/claims-parameter.js';
import { type Target, targetOfUser } from '../../oidc/protocol/resource-indicators.js';
import { type AccessRule, listAccessRules } from './access-rules.js';
import { explainScopes, type ScopeDecision } from './scope-decisions.js';
import { previewRules, previewTokens, type TokenPreview } from './token-previews.js';
import { imagineSession } from './visitor.js';

/** A user who would sign in to a client now. */
export interface Visit {
  readonly client: Client;
  readonly issuer: Issuer;
  readonly user: User;
  readonly known: readonly Scope[];
  readonly requestedScopes: readonly string[];
  readonly target: Target;
  readonly claims: ClaimsRequest;
  readonly authenticateAfter?: Date | undefined;
  decide(admission: Admission): Promise<NextStep>;
}

export interface AccessProblem {
  readonly code: 'CLIENT_DISABLED' | 'NO_SIGN_IN' | 'USER_DISABLED' | 'NO_PASSKEY' | 'NO_PERMISSION' | 'REQUEST';
  readonly description: string;
  readonly advice: string | undefined;
}

export type AccessOutcome = 'ALLOWED' | 'CONSENT_REQUIRED' | 'NO_PERMISSION' | 'CANNOT_SIGN_IN' | 'REQUEST_REFUSED';

export interface AccessExplanation {
  readonly outcome: AccessOutcome;
  /** The outcome in one sentence. */
  readonly summary: string;
  readonly client: Client;
  readonly user: User;
  readonly rules: readonly AccessRule[];
  readonly problems: readonly AccessProblem[];
  readonly scopes: readonly ScopeDecision[];
  readonly resource: readonly string[];
  readonly previews: readonly TokenPreview[];
  /** What the claim rules of the client compute. */
  readonly ruleOutcome: RuleOutcome;
}

/**
 * Says what would happen if the user signed in to the client now, with the functions that decide it in a real sign-in.
 * `deps` must be without effects.
 */
export async function explainVisit(deps: Deps, visit: Visit): Promise<AccessExplanation> {
  const { client, issuer, user, known, requestedScopes, target } = visit;
  const active = await imagineSession(deps, client, user);
  const admission = decideAdmission(deps, client, active, visit.authenticateAfter);
  const step = await decideOrRefuse(visit, admission, active);
  const problems = [...obstacles(visit), ...problemsOfStep(step, visit)];
  const outcome = outcomeOf(problems, step);
  const { scopes: byRoles, resource } = targetByRoles(visit, active.records.userRoles);
  const granted = grantedBy(step, { scopes: byRoles, resource });
  const facts = { client, issuer, active, known, scopes: granted, resource, claims: visit.claims };
  return {
    outcome,
    summary: summaryOf(outcome, visit, problems),
    client,
    user,
    rules: await listAccessRules(deps, client, active),
    problems,
    scopes: explainScopes(client, known, requestedScopes, { byTarget: target.scopes, byRoles, byConsent: granted }),
    resource,
    previews: await previewTokens(deps, facts),
    ruleOutcome: previewRules(facts),
  };
}

/** A real request gets the error. Here it is a problem of the request. */
async function decideOrRefuse(visit: Visit, admission: Admission, active: ActiveSession): Promise<NextStep> {
  try {
    return await visit.decide(admission);
  } catch (error) {
    if (error instanceof OAuthError) return { kind: 'signInAgain', active, unmet: error };
    throw error;
  }
}

/** Returns the part of the target that the user may have. */
function targetByRoles({ client, known, target }: Visit, roles: readonly UserRole[]): Target {
  const isWithout = scopesOfUser(known, client, roles, target.scopes).length === 0;
  return isWithout ? { scopes: [], resource: [] } : targetOfUser(client, known, roles, target);
}

/** What keeps the user from signing in at all, whatever the permissions are. */
function obstacles({ client, user }: Visit): AccessProblem[] {
  const found: (AccessProblem | false)[] = [
    !client.enabled && {
      code: 'CLIENT_DISABLED',
      description: 'The client is disabled, so no user can sign in to it.',
      advice: 'Enable it with updateClient(input: {id, enabled: true}).',
    },
    !offersSignIn(client) && {
      code: 'NO_SIGN_IN',
      description: 'The client has no grant type with which users sign in.',
      advice: 'Add AUTHORIZATION_CODE or DEVICE_CODE to the grantTypes of the client with updateClient.',
    },
    !user.enabled &&
      (user.awaitsApproval
        ? {
            code: 'USER_DISABLED',
            description: 'The user was invited and waits for approval.',
            advice: 'Approve the user with approveUser.',
          }
        : {
            code: 'USER_DISABLED',
            description: 'The user is disabled.',
            advice: 'Enable the user with setUserEnabled.',
          }),
    user.passkeyIds.length === 0 && {
      code: 'NO_PASSKEY',
      description: 'The user has no passkey, so the user cannot sign in.',
      advice: 'Make an enrolment link with createEnrolmentLink and send it to the user.',
    },
  ];
  return found.filter((problem) => problem !== false);
}

/** Whether users can sign in to the client at all. */
export function offersSignIn({ integrations, grant_types }: Client): boolean {
  const isOidc = grant_types.includes('authorization_code') || grant_types.includes(DEVICE_CODE_GRANT);
  return integrations.some((integration) => integration !== 'OIDC') || isOidc;
}

function summaryOf(outcome: AccessOutcome, { client, user }: Visit, problems: readonly AccessProblem[]): string {
  const who = `${user.username} can sign in to ${client.name}`;
  if (outcome === 'ALLOWED') return `${who}.`;
  if (outcome === 'CONSENT_REQUIRED') return `${who}, after consenting to what the client requests.`;
  return `${user.username} cannot sign in to ${client.name}. ${problems.map(({ description }) => description).join(' ')}`;
}

function problemsOfStep(step: NextStep, { client, user }: Visit): AccessProblem[] {
  if (step.kind === 'signInAgain') {
    const advice = step.isPolicy ? adviseOnPolicy(client) : undefined;
    return [{ code: 'REQUEST', description: step.unmet.description, advice }];
  }
  if (step.kind !== 'denied' || !user.enabled) return [];
  return [
    {
      code: 'NO_PERMISSION',
      description: 'The user has no permission for the client, neither their own nor through a group.',
      advice: 'Use grantPermission for the user or for one of their groups, or set accessPolicy to ALL_USERS.',
    },
  ];
}

function outcomeOf(problems: readonly AccessProblem[], step: NextStep): AccessOutcome {
  const blocking = problems.find(({ code }) => code !== 'NO_PERMISSION' && code !== 'REQUEST');
  if (blocking !== undefined) return 'CANNOT_SIGN_IN';
  if (step.kind === 'issue') return 'ALLOWED';
  if (step.kind === 'consent') return 'CONSENT_REQUIRED';
  return step.kind === 'denied' ? 'NO_PERMISSION' : 'REQUEST_REFUSED';
}

function grantedBy(step: NextStep, { scopes }: Target): readonly string[] {
  if (step.kind === 'issue') return step.approval.scopes;
  return step.kind === 'consent' ? step.question.asked.scopes : scopes;
}
