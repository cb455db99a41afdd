import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

/** The protocol that continues after the interaction. */
export const INTERACTION_KINDS = ['oidc', 'basic', 'device'] as const;
export type InteractionKind = (typeof INTERACTION_KINDS)[number];

/** A request that waits for the user to sign in or to consent. Bound to a browser, a client and its issuer. */
export interface Interaction {
  /** Random. */
  readonly id: string;
  /** SHA-256 of the browser cookie; absent until the browser is known, because a cross-site POST carries no cookie. */
  readonly browserHash?: string | undefined;
  readonly kind: InteractionKind;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** The state of the protocol, which no other code reads. */
  readonly request: JsonObject;
  /** Hints for the pages. */
  readonly loginHint?: string | undefined;
  readonly uiLocales?: string | undefined;
  /** Show registration first, if the client allows it. */
  readonly register: boolean;
  /** Set if only an authentication after this time counts (`prompt=login`, `max_age`, another account). */
  readonly authenticateAfter?: Date | undefined;
  /** The session that saw the consent page, and what the user allowed. */
  readonly consent?: InteractionConsent | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly finishedAt?: Date | undefined;
}

/** A type, not an interface: it is stored as JSON. */
export type InteractionConsent = { readonly sessionId: string; readonly scopes: string[]; readonly claims: string[] };

export interface InteractionStore extends RecordStore<Interaction> {
  /** Binds an unbound interaction to a browser. Of several browsers exactly one gets `true`. */
  bind(id: string, browserHash: string): Promise<boolean>;
  /** Changes an unfinished interaction. */
  update(
    id: string,
    changes: Partial<Pick<Interaction, 'authenticateAfter' | 'consent' | 'register' | 'loginHint'>>,
  ): Promise<boolean>;
  /** Of several calls exactly one returns `true`. `false` if it is finished, expired, or bound to another browser. */
  finish(id: string, browserHash: string, now: Date): Promise<boolean>;
}
