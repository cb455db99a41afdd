import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

/** Which verb an interaction goes back to. */
export const INTERACTION_KINDS = ['oidc', 'basic', 'device'] as const;
export type InteractionKind = (typeof INTERACTION_KINDS)[number];

/** What somebody came for, kept until they are signed in. Bound to a browser, a client and its issuer. */
export interface Interaction {
  /** Random. */
  readonly id: string;
  /** SHA-256 of the browser cookie; absent until the browser is known (a cross-site POST brings no cookie). */
  readonly browserHash?: string | undefined;
  readonly kind: InteractionKind;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** What the verb needs to go on; its own business. */
  readonly request: JsonObject;
  /** Hints for the pages. */
  readonly loginHint?: string | undefined;
  readonly uiLocales?: string | undefined;
  /** Lead to registration first, where the client allows it. */
  readonly register: boolean;
  /** Set when an authentication younger than this is asked for (`prompt=login`, `max_age`, another account). */
  readonly authenticateAfter?: Date | undefined;
  /** The session to which consent was shown, and what was answered. */
  readonly consent?: InteractionConsent | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly finishedAt?: Date | undefined;
}

/** A type, not an interface: it is stored as JSON. */
export type InteractionConsent = { readonly sessionId: string; readonly scopes: string[]; readonly claims: string[] };

export interface InteractionStore extends RecordStore<Interaction> {
  /** Gives an unbound interaction to one browser: of several exactly one answers `true`. */
  bind(id: string, browserHash: string): Promise<boolean>;
  /** Changes what is asked of the browser, while the interaction is unfinished. */
  update(
    id: string,
    changes: Partial<Pick<Interaction, 'authenticateAfter' | 'consent' | 'register' | 'loginHint'>>,
  ): Promise<boolean>;
  /** Of several finishes exactly one answers `true`; a finished, expired or foreign interaction answers `false`. */
  finish(id: string, browserHash: string, now: Date): Promise<boolean>;
}
