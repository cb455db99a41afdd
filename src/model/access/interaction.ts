import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

/** The protocols that send a user to the sign-in or consent page. Each continues its own requests afterwards. */
export const INTERACTION_KINDS = ['oidc', 'basic', 'device'] as const;
export type InteractionKind = (typeof INTERACTION_KINDS)[number];

/**
 * A request that waits while the user signs in or consents. It belongs to one client and, as soon as the browser is
 * known, to one browser.
 */
export interface Interaction {
  readonly id: string;
  /**
   * SHA-256 of the cookie that identifies the browser. Absent until the first request with this cookie, because a
   * cross-site POST is sent without cookies.
   */
  readonly browserHash?: string | undefined;
  readonly kind: InteractionKind;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** The request as the protocol stored it. Only the code of that protocol reads it. */
  readonly request: JsonObject;
  /** The parameters `login_hint` and `ui_locales` of the request, for the sign-in page. */
  readonly loginHint?: string | undefined;
  readonly uiLocales?: string | undefined;
  /** Whether the pages offer registration before sign-in, if the client allows users to register. */
  readonly register: boolean;
  /**
   * The user must authenticate after this time, even if they are signed in already. Set for `prompt=login`, `max_age`,
   * or a change of account.
   */
  readonly authenticateAfter?: Date | undefined;
  /** The scopes and claims that the user allowed on the consent page, and the session in which the page was shown. */
  readonly consent?: InteractionConsent | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** When the audit log first recorded that a user of this interaction has no access to the client. */
  readonly deniedAt?: Date | undefined;
  readonly finishedAt?: Date | undefined;
}

/** The user's decision on the consent page. The database stores it as JSON. */
export type InteractionConsent = { readonly sessionId: string; readonly scopes: string[]; readonly claims: string[] };

export interface InteractionStore extends RecordStore<Interaction> {
  /**
   * Assigns an interaction without a browser to a browser. If several browsers race, only the first one gets `true`.
   */
  bind(id: string, browserHash: string): Promise<boolean>;
  /** Assigns an interaction of one browser cookie to another cookie of the same browser. */
  rebind(id: string, from: string, to: string): Promise<boolean>;
  /** Changes the interaction and returns `true`. If it is already finished, changes nothing and returns `false`. */
  update(
    id: string,
    changes: Partial<Pick<Interaction, 'authenticateAfter' | 'consent' | 'register' | 'loginHint'>>,
  ): Promise<boolean>;
  /**
   * Stores the time of the first denial and returns `true`. Returns `false` if an earlier call has already stored a
   * time.
   */
  deny(id: string, now: Date): Promise<boolean>;
  /**
   * Marks the interaction as finished. If several calls race, exactly one returns `true`. Returns `false` if the
   * interaction is finished or expired already, or belongs to another browser.
   */
  finish(id: string, browserHash: string, now: Date): Promise<boolean>;
}
