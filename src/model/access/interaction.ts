import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

/**
 * The protocols that send a user to the sign-in or consent page. After the page, each protocol continues the request
 * that it sent there.
 */
export const INTERACTION_KINDS = ['oidc', 'basic', 'device', 'forward-auth'] as const;
export type InteractionKind = (typeof INTERACTION_KINDS)[number];

/**
 * A request that waits while the user signs in or consents. It belongs to one client and, as soon as the browser is
 * known, to one browser.
 */
export interface Interaction {
  readonly id: string;
  /**
   * SHA-256 of the cookie that identifies the browser. Absent until this browser sends the cookie: an interaction can
   * begin with a cross-site POST, and browsers send no cookies with such a request.
   */
  readonly browserHash?: string | undefined;
  readonly kind: InteractionKind;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /**
   * The request that waits, in the form in which its protocol stored it. Only the code of that protocol reads this
   * field.
   */
  readonly request: JsonObject;
  /** The parameters `login_hint` and `ui_locales` of the request, for the sign-in page. */
  readonly loginHint?: string | undefined;
  readonly uiLocales?: string | undefined;
  /** If `true` and the client allows users to register, the pages show registration first instead of sign-in. */
  readonly register: boolean;
  /**
   * The earliest sign-in that this request accepts: a user who signed in before this time must sign in again. Set if the
   * request has `prompt=login` or `max_age`, or if the user wants to use another account.
   */
  readonly authenticateAfter?: Date | undefined;
  /**
   * The scopes and claims that the user allowed on the consent page, and the session in which the user saw this page.
   */
  readonly consent?: InteractionConsent | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The time of the first audit event which says that the user of this interaction has no access to the client. */
  readonly deniedAt?: Date | undefined;
  readonly finishedAt?: Date | undefined;
}

/** The user's decision on the consent page. The database stores it as JSON. */
export type InteractionConsent = { readonly sessionId: string; readonly scopes: string[]; readonly claims: string[] };

export interface InteractionStore extends RecordStore<Interaction> {
  /**
   * Assigns an interaction without a browser to the browser with this cookie hash. If several browsers call this at the
   * same time, only the first one gets `true`.
   */
  bind(id: string, browserHash: string): Promise<boolean>;
  /**
   * Assigns an interaction to a new cookie of the same browser. `from` and `to` are the hashes of the old and the new
   * cookie.
   */
  rebind(id: string, from: string, to: string): Promise<boolean>;
  /**
   * Changes the interaction and returns `true`. If the interaction is already finished, changes nothing and returns
   * `false`.
   */
  update(
    id: string,
    changes: Partial<Pick<Interaction, 'authenticateAfter' | 'consent' | 'register' | 'loginHint'>>,
  ): Promise<boolean>;
}
