import type { Change } from './change-set.js';
import type { Client } from './clients/client.js';
import type { Config } from './config.js';
import type { JsonObject } from './json.js';
import type { AuditEvent } from './log/audit-event.js';
import type { Keys } from './server/keys.js';
import type { Mail, MailContent } from './server/mail.js';
import type { Store } from './store.js';

/**
 * The settings, the store and everything else that a function with side effects uses. It is the first argument of these
 * functions. `app.ts` makes this object for the server, and `test/support` makes it for tests.
 */
export interface Deps {
  readonly config: Config;
  readonly store: Store;
  readonly keys: Keys;
  /**
   * Sends an HTTP request. All outgoing requests must use this function, because it refuses to connect to private
   * addresses. This prevents server-side request forgery (SSRF).
   */
  readonly fetch: Fetch;
  readonly audit: Audit;
  readonly clientUses: ClientUses;
  readonly limits: Limits;
  readonly pictures: PictureConverter;
  /** Reads the stored server settings, so that `config` has them. Call it after they are changed. */
  readonly reloadSettings: () => Promise<void>;
  /** Sends mails. Absent if the operator has not set SMTP_URL. */
  readonly mailer?: Mailer | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The `code` of an error of `Fetch` that names a rule of this server which the request or response breaks. */
export const OUTBOUND_RULE = 'OUTBOUND_RULE';

export type Fetch = (url: string, init?: FetchOptions) => Promise<Response>;

export interface FetchOptions extends RequestInit {
  /** The largest response body in bytes. If the body is longer, reading it fails. */
  readonly maxBytes?: number | undefined;
}

export interface Clock {
  now(): Date;
}

export interface Random {
  /** Returns `size` random bytes from the generator of the operating system. */
  bytes(size: number): Uint8Array;
  /**
   * Returns an RSA private key with `bits` bits as a JWK. If this function is missing or returns `undefined`, a new key
   * is made, which takes up to a second. Only tests pass this function.
   */
  rsaKey?(bits: number): JsonObject | undefined;
}

/** An event for the audit log. The log adds the id and the time. */
export type AuditEntry = Omit<
  AuditEvent,
  'id' | 'at' | 'expiresAt' | 'outcome' | 'detail' | 'sequence' | 'hash' | 'salts' | 'erased'
> &
  Partial<Pick<AuditEvent, 'outcome' | 'detail'>>;

/**
 * A refused request, for the audit log. `detail` says why the request was refused, in words that do not depend on
 * values of the request.
 */
export interface RefusalEntry {
  readonly type: 'REQUEST_REFUSED';
  readonly clientId: string;
  /** The signed-in user who has no access to the client. Absent if the request was refused for another reason. */
  readonly userId?: string;
  readonly sessionId?: string;
  readonly ipAddress: string | undefined;
  readonly detail: {
    readonly request: string;
    readonly reason: string;
    readonly parameter?: string;
    readonly description: string;
    readonly redirectUri?: string;
  };
}

export interface Audit {
  /**
   * Returns the change that stores the event. Commit it in the same change set as the change that the event describes.
   */
  insertion(entry: AuditEntry): Change;
  /** Stores the event. Wait for the promise before sending the response if the event must not be lost. */
  record(entry: AuditEntry): Promise<void>;
  /**
   * Stores the event together with others after the response, so that the response need not wait. While the database is
   * unavailable, the event waits in memory. It is lost only if the process ends before it is stored.
   */
  recordLater(entry: AuditEntry): void;
  /**
   * Checks that the memory has room for another event. Call it before anything that `recordLater` reports happens.
   *
   * @throws StoreUnavailableError if 10,000 events wait
   */
  checkRoom(): void;
  /**
   * Stores an event for a refused request after the response. If a client has many refused requests in a minute, those
   * that repeat a reason or exceed a limit get no event of their own: one event stores their number.
   */
  recordRefusal(entry: RefusalEntry): void;
}

/** Remembers when clients were last used, so that requests need not write it. */
export interface ClientUses {
  /** The client has signed a user in, or has requested or introspected a token. */
  add(client: Pick<Client, 'id' | 'generation'>): void;
  /** Stores what was added since the last call. Runs once a minute, and when the server stops. */
  store(): Promise<void>;
}

/** The rate limits. Their numbers are in `http/request/limits.ts`. */
export type LimitName =
  | 'interaction'
  | 'publicClient'
  | 'publicProof'
  | 'publicRefusal'
  | 'ceremony'
  | 'deviceLinkState'
  | 'clientAuthentication'
  | 'recovery'
  | 'deviceCode'
  | 'graphql'
  | 'enrolment'
  | 'registration'
  | 'accountChange'
  | 'mail'
  | 'verificationMail'
  | 'testMail'
  | 'linkMail'
  | 'picture'
  | 'webhookTest';

export interface Limits {
  /**
   * Counts an attempt for `key` towards the limit `name`; the attempt counts as `worth` attempts (default: 1). Returns
   * `false` if the limit is exceeded.
   */
  take(name: LimitName, key: string, worth?: number): Promise<boolean>;
}

export interface PictureConverter {
  /**
   * Converts an uploaded JPEG, PNG or WebP image into a WebP image that pages can show: small, upright and without
   * metadata. `field` is the name of the field or argument for the error.
   *
   * @throws AdminError `INVALID_INPUT` if the file is no such image, or `RATE_LIMITED` if too many others wait
   */
  convert(bytes: Uint8Array, field: string): Promise<Uint8Array>;
  /** Converts a WebP image into a PNG image, which all mail programs show. */
  toPng(webp: Uint8Array): Promise<Uint8Array>;
}

export interface Mailer {
  /**
   * Gives the mail to the mail server. If the promise rejects, the mail was not sent and can be sent again later.
   *
   * @throws MailRefusedError if the mail server would refuse the mail again
   */
  send(mail: Pick<Mail, 'id' | 'recipient'>, content: MailContent, signal?: AbortSignal): Promise<void>;
  /** Connects and signs in to the mail server, without sending a mail. Rejects if the mail server refuses it. */
  check(): Promise<void>;
}

/** The server's log. Never pass a token, code, cookie, challenge or secret to it. */
export interface Log {
  debug(detail: object, message: string): void;
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** The IP address and browser that a request came from, for the audit log and for rate limits. */
export interface Caller {
  readonly ipAddress?: string | undefined;
  readonly userAgent?: string | undefined;
}
