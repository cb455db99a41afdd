import type { Consent } from '../../model/access/consent.js';
import type { InteractionConsent } from '../../model/access/interaction.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { OAuthError } from '../../model/errors.js';
import type { ConsentQuestion } from '../consent.js';
import type { ActiveSession } from '../sessions/session.js';
import type { Admitted } from './admission.js';
import type { BrowserAnswer } from './browser-answer.js';
import type { OpenInteraction } from './interaction.js';

/** A client's request that has passed all checks. Each protocol adds the data that it needs to respond. */
export interface FlowRequest {
  readonly client: Client;
  readonly issuer: Issuer;
  /** The client's `grantEpoch` when the request arrived. If it has increased since then, the request is denied. */
  readonly clientGrantEpoch: number;
  /** Return an error to the client instead of showing a page (`prompt=none`). */
  readonly silent: boolean;
}

/** The result of a successful interaction: what the user has approved. */
export interface Approval {
  readonly admission: Admitted;
  /** The remembered consent that covers the request, if there is one. */
  readonly consent: Consent | undefined;
  readonly scopes: readonly string[];
}

/** A stored request that has passed its checks again, or the response if it no longer passes them. */
export type Reopened<Request> = { readonly request: Request } | { readonly refused: BrowserAnswer };

/** The steps of an interaction that differ between OpenID Connect, Basic and the device grant. */
export interface FlowDescription<Request extends FlowRequest = FlowRequest> {
  /** Checks a stored request again, because the client's settings may have changed while the user signed in. */
  reopen(deps: Deps, open: OpenInteraction): Promise<Reopened<Request>>;
  /** Returns an error if the request requires a different user or another `acr` than this session has. */
  findUnmetDemand?(request: Request, active: ActiveSession): OAuthError | undefined;
  /** `answer` is the consent that the user has given in this interaction, if any. */
  makeConsentQuestion(
    deps: Deps,
    request: Request,
    active: ActiveSession,
    answer: InteractionConsent | undefined,
  ): Promise<ConsentQuestion>;
  issue(deps: Deps, request: Request, approval: Approval): Promise<BrowserAnswer>;
  /** Returns `access_denied` to the client. */
  deny(deps: Deps, request: Request, error: OAuthError): Promise<BrowserAnswer>;
  /** Handles every other error: returns it to the client, or shows it to the user. */
  fail(deps: Deps, request: Request, error: OAuthError): Promise<BrowserAnswer>;
}
