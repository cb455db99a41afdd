import type { InteractionConsent } from '../../model/access/interaction.js';
import type { Deps } from '../../model/deps.js';
import type { OAuthError } from '../../model/errors.js';
import { earliestSignIn, findUnmetPolicy } from '../client-policy.js';
import { type ConsentQuestion, consentState } from '../consent.js';
import type { ActiveSession } from '../sessions/session.js';
import { type Admission, admit, type Visitor } from './admission.js';
import type { Approval, FlowDescription, FlowRequest } from './flow-description.js';

export type NextStep =
  | { readonly kind: 'signIn' }
  /**
   * Set if the request requires another user than the signed-in user, or if the session does not satisfy the request or
   * the policy of the client (`isPolicy`).
   */
  | {
      readonly kind: 'signInAgain';
      readonly active: ActiveSession;
      readonly unmet: OAuthError;
      readonly isPolicy?: boolean;
    }
  | { readonly kind: 'denied'; readonly active: ActiveSession }
  | { readonly kind: 'consent'; readonly question: ConsentQuestion }
  | { readonly kind: 'issue'; readonly approval: Approval };

export interface FlowUser extends Visitor {
  /** When the interaction began. Absent if the request has just arrived. */
  readonly createdAt?: Date | undefined;
  /**
   * The answer that the user has already given on the consent page of this interaction. Absent if the user has not
   * answered.
   */
  readonly consent?: InteractionConsent | undefined;
}

/**
 * Decides what happens next with a request: sign in, deny, ask for consent, or issue. This function changes no records.
 */
export async function findNextStep<Request extends FlowRequest>(
  deps: Deps,
  description: FlowDescription<Request>,
  request: Request,
  user: FlowUser,
): Promise<NextStep> {
  const { client } = request;
  const authenticateAfter = earliestSignIn(client, user.createdAt ?? deps.clock.now(), user.authenticateAfter);
  const admission = await admit(deps, client, { ...user, authenticateAfter });
  return decideNextStep(deps, description, request, admission, user.consent);
}

/**
 * The decision of `findNextStep`, from what is known about the user. `answer` is the answer that the user has already
 * given on the consent page.
 */
export async function decideNextStep<Request extends FlowRequest>(
  deps: Deps,
  description: Pick<FlowDescription<Request>, 'findUnmetDemand' | 'makeConsentQuestion'>,
  request: Request,
  admission: Admission,
  answer?: InteractionConsent,
): Promise<NextStep> {
  if (admission.state === 'signInRequired') return { kind: 'signIn' };
  const { active } = admission;
  const unmet = description.findUnmetDemand?.(request, active);
  if (unmet !== undefined) return { kind: 'signInAgain', active, unmet };
  if (admission.state === 'denied') return { kind: 'denied', active };
  const unmetPolicy = findUnmetPolicy(deps, request.client, active.session);
  if (unmetPolicy !== undefined) return { kind: 'signInAgain', active, unmet: unmetPolicy, isPolicy: true };
  const question = await description.makeConsentQuestion(deps, request, active, answer);
  const consent = consentState(question);
  return consent.state === 'required'
    ? { kind: 'consent', question }
    : { kind: 'issue', approval: { admission, consent: consent.consent, scopes: question.asked.scopes } };
}
