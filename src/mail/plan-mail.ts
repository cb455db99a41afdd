/*
 * This folder writes mails to the queue and sends them. A mail is stored in the change set of what causes it, and a job
 * delivers it later, so that no response waits for the mail server. Texts are made in `pages/mail`. Only this folder
 * imports `nodemailer`. To understand this folder, read this file first, then `deliver-mail.ts`.
 */

import { mailboxOf } from '../access/names/mailbox.js';
import { newOrderedId } from '../keys/secrets.js';
import { type Change, insertion } from '../model/change-set.js';
import type { Deps } from '../model/deps.js';
import type { User } from '../model/people/user.js';
import type { Changes } from '../model/record-store.js';
import type { Mail, MailContent, MailFacts } from '../model/server/mail.js';
import type { SealPlace } from '../model/server/sealed-secret.js';
import { secondsAfter } from '../model/time.js';

/** The server tries to send a mail for a day. A mail server can be down for some hours. */
const TRY_SECONDS = 86_400;
/** For 30 days, administrators see what was sent. */
const KEPT_SECONDS = 2_592_000;

/** Who gets a mail, and in which language and time zone it is written. */
export interface Addressee extends Omit<MailContent, 'facts'> {
  readonly recipient: string;
  readonly userId?: string | undefined;
  /** When the mail becomes useless, because its link expires. It is not sent later. */
  readonly uselessAt?: Date | undefined;
  /** If another mail has the same value, the change set fails. */
  readonly onceKey?: string | undefined;
}

/** Returns the language of mails to the user: the one that the user chose, or that of the user's browser. */
export function mailLanguage({ locale, language }: Pick<User, 'locale' | 'language'>): string | undefined {
  return locale ?? language;
}

/**
 * Returns the change that stores a mail, for the change set of what causes the mail. Returns no change if the server
 * sends no mails, or if the recipient got too many mails.
 */
export async function planMail(deps: Deps, addressee: Addressee, facts: MailFacts): Promise<Change[]> {
  if (deps.config.mail === undefined || !(await takeMail(deps, addressee.recipient))) return [];
  return [insertion('mails', makeMail(deps, addressee, facts))];
}

/** Counts a mail towards the limit of its recipient. Returns `false` if the recipient got too many mails. */
export async function takeMail({ limits, log }: Pick<Deps, 'limits' | 'log'>, recipient: string): Promise<boolean> {
  // Another spelling of the same address does not get more mails.
  const isBelow = await limits.take('mail', mailboxOf(recipient));
  if (!isBelow) log.warn({}, 'a mail was not written, because its recipient got too many mails');
  return isBelow;
}

/** Makes the record of a mail. Its content is encrypted, because it can contain a link that must stay secret. */
export function makeMail(
  deps: Pick<Deps, 'keys' | 'clock' | 'random'>,
  { recipient, userId, onceKey, uselessAt, ...reader }: Addressee,
  facts: MailFacts,
): Mail {
  const id = newOrderedId(deps.clock, deps.random);
  const content: MailContent = { ...reader, facts };
  const now = deps.clock.now();
  const lastTry = secondsAfter(now, TRY_SECONDS);
  return {
    id,
    version: 1,
    kind: facts.kind,
    recipient,
    userId,
    onceKey,
    state: 'WAITING',
    content: deps.keys.seal(JSON.stringify(content), contentPlace(id)),
    attempts: 0,
    nextAttemptAt: now,
    createdAt: now,
    giveUpAt: uselessAt !== undefined && uselessAt < lastTry ? uselessAt : lastTry,
    expiresAt: secondsAfter(now, KEPT_SECONDS),
  };
}

/** The place for which the content of a mail is encrypted. */
export function contentPlace(id: string): SealPlace {
  return { record: `mail:${id}`, field: 'content' };
}

/** Encrypts the content of a mail with the first key of `SECRET_KEY`. A mail that was sent has no content. */
export function resealedContent(keys: Deps['keys'], { id, content }: Mail): Changes<Mail> {
  return content === undefined ? {} : { content: keys.reseal(content, contentPlace(id)) };
}
