import type { Config } from './config.js';
import type { AuditEvent } from './log/audit-event.js';
import type { Keys } from './server/keys.js';
import type { Store } from './store.js';

/** The first argument of every function with effects. Made once, in `app.ts` or in `test/support`. */
export interface Deps {
  readonly config: Config;
  readonly store: Store;
  readonly keys: Keys;
  /** The only way to send HTTP requests. Refuses private addresses when it connects. */
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

/** An event for the audit log, without its id and time. */
export type AuditEntry = Omit<AuditEvent, 'id' | 'at' | 'expiresAt' | 'outcome' | 'detail'> &
  Partial<Pick<AuditEvent, 'outcome' | 'detail'>>;

export interface Audit {
  /** The event is stored when the promise resolves, so before the response. */
  record(entry: AuditEntry): Promise<void>;
  /** The event is stored in a batch after the response. A crash can lose it. */
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
  /** Counts an attempt for `key`, or `worth` attempts at once. `false` if there were too many. */
  take(name: LimitName, key: string, worth?: number): Promise<boolean>;
}

/** The log of pino. No token, code, cookie, challenge or secret may be passed to it. */
export interface Log {
  debug(detail: object, message: string): void;
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** What a request reveals about its sender, for the audit log and for limits. */
export interface Caller {
  readonly ipAddress?: string | undefined;
  readonly userAgent?: string | undefined;
}
