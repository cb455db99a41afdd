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

/** A client's request after every check. Each kind of interaction adds what it needs to issue. */
export interface FlowRequest {
  readonly client: Client;
  readonly issuer: Issuer;
  /** `Client.grantEpoch` when the request arrived. An increase since then invalidates the request. */
  readonly clientGrantEpoch: number;
  /** The client wants an error instead of a page (`prompt=none`). */
  readonly silent: boolean;
}

/** Everything the user has agreed to: issue this. */
export interface Approval {
  readonly admission: Admitted;
  /** The remembered consent that was needed. */
  readonly consent: Consent | undefined;
  readonly scopes: readonly string[];
}

/** A request that was checked again, or the answer to one that no longer passes its checks. */
export type Reopened<Request> = { readonly request: Request } | { readonly refused: BrowserAnswer };

/** What OpenID Connect, Basic and the device grant fill in: what is asked, and what is issued. */
export interface FlowDescription<Request extends FlowRequest = FlowRequest> {
  /** Checks a stored request again: the client may have changed while the user signed in. */
  reopen(deps: Deps, open: OpenInteraction): Promise<Reopened<Request>>;
  /** Why this session does not satisfy the request, apart from access: another user or `acr` is required. */
  findUnmetDemand?(request: Request, active: ActiveSession): OAuthError | undefined;
  /** `answer`: what the user has answered in this interaction. */
  makeConsentQuestion(
    deps: Deps,
    request: Request,
    active: ActiveSession,
    answer: InteractionConsent | undefined,
  ): Promise<ConsentQuestion>;
  issue(deps: Deps, request: Request, approval: Approval): Promise<BrowserAnswer>;
  /** Tells the client `access_denied`. */
  deny(deps: Deps, request: Request, error: OAuthError): Promise<BrowserAnswer>;
  /** Any other error of the flow: sent to the client or shown to the user. */
  fail(deps: Deps, request: Request, error: OAuthError): Promise<BrowserAnswer>;
}
