import type { Page, PageRequest, VersionedStore } from '../record-store.js';
import type { SealedSecret } from './sealed-secret.js';

export const MAIL_STATES = ['WAITING', 'SENT', 'FAILED'] as const;
export type MailState = (typeof MAIL_STATES)[number];

/** A mail to one recipient. The record stays after the delivery, so that administrators see what was sent. */
export interface Mail {
  /** A random, time-ordered id. */
  readonly id: string;
  readonly version: number;
  readonly kind: MailKind;
  readonly recipient: string;
  /** The user whom the mail is about. Absent in a test mail. */
  readonly userId?: string | undefined;
  readonly state: MailState;
  /** The encrypted `MailContent`. Absent as soon as the mail is sent or has failed. */
  readonly content?: SealedSecret | undefined;
  readonly attempts: number;
  /** Two mails never have the same value. It prevents that a job writes a mail again. */
  readonly onceKey?: string | undefined;
  /** Why the last attempt failed. Absent if no attempt has failed, or if the mail is sent. */
  readonly error?: string | undefined;
  /** The time of the next attempt. Absent if the mail is sent or has failed. */
  readonly nextAttemptAt?: Date | undefined;
  readonly createdAt: Date;
  readonly sentAt?: Date | undefined;
  /** If the mail server has not accepted the mail at this time, the mail has failed. */
  readonly giveUpAt: Date;
  /** The record can be deleted after this time. */
  readonly expiresAt: Date;
}

/** What a mail says. The text is made of it at the delivery. */
export interface MailContent {
  /** The language of the recipient, as a BCP 47 tag. Absent: English. */
  readonly language?: string | undefined;
  /** The time zone of the recipient, in which the mail shows times. Absent: UTC. */
  readonly timeZone?: string | undefined;
  readonly facts: MailFacts;
}

/** The facts that the text of each kind of mail contains. */
export type MailFacts =
  | { readonly kind: 'TEST' }
  /** `code` is that of the link that verifies the address. */
  | { readonly kind: 'EMAIL_VERIFICATION'; readonly code: string }
  /** `code` is that of the link that verifies the address. Absent if the address is verified. */
  | { readonly kind: 'ACCOUNT_APPROVED'; readonly code?: string | undefined }
  /** A link with which the recipient creates an account or a passkey. `expiresAt` is in milliseconds since 1970. */
  | { readonly kind: 'INVITATION' | 'ENROLMENT_LINK'; readonly url: string; readonly expiresAt: number }
  | (Occurrence & {
      readonly kind: 'NEW_SIGN_IN' | 'RECOVERY_CODES_REPLACED' | 'EMAIL_CHANGED';
    })
  /** `isReport` says that the link "This wasn't me" of another mail did it. */
  | (Occurrence & { readonly kind: 'DELETION_CANCELLED'; readonly isReport?: true | undefined })
  /** `deletionAt` is in milliseconds since 1970. */
  | (Occurrence & { readonly kind: 'DELETION_REQUESTED'; readonly deletionAt: number })
  | (Occurrence & { readonly kind: 'PASSKEY_ADDED' | 'PASSKEY_REMOVED' | 'RECOVERY_USED'; readonly passkey: string })
  | {
      readonly kind: 'API_KEY_EXPIRES';
      readonly username: string;
      readonly keyName: string;
      /** Milliseconds since 1970. */
      readonly expiresAt: number;
    };

/** When and where something happened to an account. */
export interface Occurrence {
  readonly username: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly ipAddress?: string | undefined;
  readonly userAgent?: string | undefined;
  /** The code of the link that ends the session in which it happened. Absent if an administrator did it. */
  readonly reportCode?: string | undefined;
}

export type MailKind = MailFacts['kind'];

export interface MailFilter {
  readonly state?: MailState | undefined;
  readonly userId?: string | undefined;
}

export interface MailStore extends VersionedStore<Mail> {
  /** Returns up to `limit` mails whose next attempt is due. The mail that has been due for the longest comes first. */
  due(now: Date, limit: number): Promise<Mail[]>;
  /** Returns a page of the mails that match the filter, newest first. */
  page(request: PageRequest, filter: MailFilter): Promise<Page<Mail>>;
  count(filter: MailFilter): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
}
