import type { Consent } from '../../model/access/consent.js';
import type { InteractionConsent } from '../../model/access/interaction.js';
import type { Plan } from '../../model/change-record.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { OAuthError } from '../../model/errors.js';
import type { ConsentQuestion } from '../consent.js';
import type { ActiveSession } from '../sessions/session.js';
import type { Admitted } from './admission.js';
import type { BrowserAnswer } from './browser-answer.js';
import type { OpenInteraction } from './interaction.js';

/**
 * A client's request that has passed all checks. Each protocol extends this type with the data that it needs for the
 * response.
 */
export interface FlowRequest {
  readonly client: Client;
  readonly issuer: Issuer;
  /**
   * The client's `grantEpoch` when the request arrived. The request is denied if an administrator has revoked the
   * client's grants since then, which increases the epoch.
   */
  readonly clientGrantEpoch: number;
  /** Whether the server must return an error to the client if the user would have to see a page (`prompt=none`). */
  readonly silent: boolean;
}

/**
 * The result of an interaction in which the user was admitted and has consented. The server issues the code or token
 * from this data.
 */
export interface Approval {
  readonly admission: Admitted;
  /** The stored consent that covers the request. Absent if the request depends on no stored consent. */
  readonly consent: Consent | undefined;
  readonly scopes: readonly string[];
}

/**
 * The result of checking a stored request again: either the request, or the response for the browser if a check now
 * fails.
 */
export type Reopened<Request> = { readonly request: Request } | { readonly refused: BrowserAnswer };

/** The steps of an interaction that each protocol implements itself: OpenID Connect, Basic and the device grant. */
export interface FlowDescription<Request extends FlowRequest = FlowRequest> {
  /** Checks a stored request again, because the client's settings may have changed while the user signed in. */
  reopen(deps: Deps, open: OpenInteraction): Promise<Reopened<Request>>;
  /**
   * Returns an error if the request requires another user than the signed-in user, or an `acr` that the session does
   * not have.
   */
  findUnmetDemand?(request: Request, active: ActiveSession): OAuthError | undefined;
  /**
   * Returns what the request asks the user to consent to. `answer` is the user's answer on the consent page of this
   * interaction, or `undefined` if the user has not answered yet.
   */
  makeConsentQuestion(
    deps: Deps,
    request: Request,
    active: ActiveSession,
    answer: InteractionConsent | undefined,
  ): Promise<ConsentQuestion>;
  /** Plans the changes that issue the code or token, and makes the response that the browser gets after their commit. */
  planIssue(deps: Deps, request: Request, approval: Approval): Promise<Plan<BrowserAnswer>>;
  /** Throws an error if the changes of `planIssue` could not be committed because the request was used before. */
  checkUnused?(deps: Deps, request: Request): Promise<void>;
  /** Answers a user who declined, if the client cannot receive an error. Without it, `deny` is used. */
  decline?(request: Request): BrowserAnswer;
  /** Sends the error `access_denied` to the client, because the user declined or has no access. */
  deny(deps: Deps, request: Request, error: OAuthError): Promise<BrowserAnswer>;
  /**
   * Sends any error except `access_denied` to the client, or shows the error to the user if the client cannot receive
   * it.
   */
  fail(deps: Deps, request: Request, error: OAuthError): Promise<BrowserAnswer>;
}
