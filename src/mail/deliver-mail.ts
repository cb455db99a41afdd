import type { Deps } from '../model/deps.js';
import { MailRefusedError } from '../model/errors.js';
import type { Mail, MailContent } from '../model/server/mail.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { contentPlace } from './plan-mail.js';

/** The pause after the first attempt. It is longer than an attempt takes, and doubles after each further failure. */
const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 3600;

/**
 * Tries to send a mail, and returns the record with the result. Returns `undefined` if another process has claimed the
 * mail. The claim also sets the time of the next attempt: if this process dies, the mail is sent again then, so a
 * recipient can get it twice.
 */
export async function deliverMail(deps: Deps, seen: Mail, signal?: AbortSignal): Promise<Mail | undefined> {
  const now = deps.clock.now();
  if (hasPassed(seen.giveUpAt, now)) return finish(deps, seen, { state: 'FAILED', error: seen.error ?? NO_SERVER });
  const tried = await tryToSend(deps, seen, signal);
  if (tried === undefined) return undefined;
  return 'error' in tried ? recordFailure(deps, tried.mail, tried.error) : finishSent(deps, tried.mail);
}

/** Why a mail was not sent. `isRefused`: the mail server refused this mail, but may accept others. */
interface DeliveryFailure {
  readonly reason: string;
  readonly isRefused: boolean;
}

/**
 * Tries once to send a mail, and never again. Returns `undefined` if another process has claimed the mail, because that
 * process sends it.
 */
export async function deliverMailOnce(deps: Deps, seen: Mail): Promise<'SENT' | DeliveryFailure | undefined> {
  const tried = await tryToSend(deps, seen);
  if (tried === undefined) return undefined;
  if ('error' in tried) {
    const reason = errorText(tried.error);
    await finish(deps, tried.mail, { state: 'FAILED', error: reason });
    return { reason, isRefused: tried.error instanceof MailRefusedError };
  }
  await finishSent(deps, tried.mail);
  return 'SENT';
}

interface Attempt {
  readonly mail: Mail;
  readonly error?: unknown;
}

/** Claims a mail and sends it. Returns `undefined` if another process has claimed it. */
async function tryToSend(deps: Deps, seen: Mail, signal?: AbortSignal): Promise<Attempt | undefined> {
  if (deps.mailer === undefined) return undefined;
  const mail = await deps.store.mails.update(seen, {
    attempts: seen.attempts + 1,
    nextAttemptAt: secondsAfter(deps.clock.now(), pauseAfter(seen.attempts)),
  });
  if (mail === undefined) return undefined;
  try {
    const content = openContent(deps, mail);
    await deps.mailer.send(mail, content, signal);
    return { mail };
  } catch (error) {
    return { mail, error };
  }
}

const NO_SERVER = 'The server sent no mails for a day, because SMTP_URL was not set.';

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** failures, LONGEST_PAUSE_SECONDS);
}

/** @throws MailRefusedError if the content cannot be decrypted, because no later attempt can decrypt it either */
function openContent({ keys }: Deps, { id, content }: Mail): MailContent {
  if (content === undefined) throw new MailRefusedError('The mail has no content. This is a bug.');
  try {
    return JSON.parse(keys.open(content, contentPlace(id))) as MailContent;
  } catch (cause) {
    throw new MailRefusedError('The content cannot be decrypted, because SECRET_KEY no longer has its key.', { cause });
  }
}

function recordFailure(deps: Deps, mail: Mail, error: unknown): Promise<Mail | undefined> {
  const text = errorText(error);
  const facts = { mail: mail.id, kind: mail.kind, attempts: mail.attempts, reason: text };
  if (!(error instanceof MailRefusedError)) {
    deps.log.warn(facts, 'a mail was not sent; it will be tried again');
    return deps.store.mails.update(mail, { error: text });
  }
  deps.log.warn(facts, 'a mail was refused; it will not be tried again');
  return finish(deps, mail, { state: 'FAILED', error: text });
}

function finishSent(deps: Deps, mail: Mail): Promise<Mail | undefined> {
  return finish(deps, mail, { state: 'SENT', sentAt: deps.clock.now(), error: undefined });
}

/** Ends the delivery. The content is removed, because nothing needs it any more. */
function finish(
  { store }: Deps,
  mail: Mail,
  result: Pick<Mail, 'state' | 'error' | 'sentAt'>,
): Promise<Mail | undefined> {
  return store.mails.update(mail, { ...result, content: undefined, nextAttemptAt: undefined });
}

const MAX_ERROR_LENGTH = 300;

/** What went wrong, on one line. The text can come from a mail server, which can send any characters. */
function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\p{C}+/gu, ' ').slice(0, MAX_ERROR_LENGTH);
}
