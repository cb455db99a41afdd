import type { Config } from './config.js';
import type { JsonObject } from './json.js';
import type { ActorKind, AuditEventType, AuditOutcome } from './log/audit-event.js';
import type { Keys } from './server/keys.js';
import type { Store } from './store.js';

/** What every verb is handed as its first argument. Made once, in `main.ts` or in `test/support`. */
export interface Deps {
  readonly config: Config;
  readonly store: Store;
  readonly keys: Keys;
  /** The only way out of the process; refuses private addresses at connect time. */
  readonly fetch: Fetch;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export type Fetch = (url: string, init?: FetchOptions) => Promise<Response>;

export interface FetchOptions extends RequestInit {
  /** A longer body is an error. */
  readonly maxBytes?: number | undefined;
}

export interface Clock {
  now(): Date;
}

export interface Random {
  /** From the operating system's generator. */
  bytes(size: number): Uint8Array;
}

/** What is to be written in the audit log; where it came from and when is added. */
export interface AuditEntry {
  readonly type: AuditEventType;
  readonly outcome?: AuditOutcome;
  readonly actorKind?: ActorKind | undefined;
  readonly actorId?: string | undefined;
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly resource?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly ipAddress?: string | undefined;
  /** Never a secret. */
  readonly detail?: JsonObject;
}

export interface Audit {
  /** Written when the promise resolves: before the answer. */
  record(entry: AuditEntry): Promise<void>;
  /** Written in batches behind the answer; a crash may lose it. */
  recordLater(entry: AuditEntry): void;
}

export type LimitName =
  | 'interaction'
  | 'publicClient'
  | 'publicProof'
  | 'publicRefusal'
  | 'ceremony'
  | 'clientAuthentication'
  | 'recovery'
  | 'deviceCode'
  | 'graphql'
  | 'enrolment';

export interface Limits {
  /** Counts one attempt of `key`, or as many as it is worth; `false` when there were too many. */
  take(name: LimitName, key: string, worth?: number): Promise<boolean>;
}

/** As pino has it. No token, code, cookie, challenge or secret is ever handed to it. */
export interface Log {
  debug(detail: object, message: string): void;
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** Who asks, as far as the wire tells: for the audit log and for limits. */
export interface Caller {
  readonly ipAddress?: string | undefined;
  readonly userAgent?: string | undefined;
}
