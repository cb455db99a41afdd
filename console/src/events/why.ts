import type { TextKey, Texts } from '../texts/texts.js';
import { type ShownEvent, textIn } from './shown-event.js';

/** Why something was refused: in the language of the user, or in the English words of the server. */
export interface Why {
  readonly text: string;
  readonly isEnglish: boolean;
}

/** The reasons of the log that occur to people who do nothing unusual. */
const REASONS: Readonly<Record<string, TextKey>> = {
  'unknown credential': 'events.why.unknownPasskey',
  'passkey is not listed': 'events.why.removedPasskey',
  'passkey was removed': 'events.why.removedPasskey',
  'passkey was registered again': 'events.why.removedPasskey',
  'user is disabled': 'events.why.disabled',
  'user verification': 'events.why.notVerified',
  'user presence': 'events.why.notVerified',
  'sessions were ended': 'events.why.sessionsEnded',
  counter: 'events.why.counter',
  challenge: 'events.why.tooLate',
  'no cookie': 'events.why.tooLate',
  other_account: 'events.why.otherAccount',
  used: 'events.why.used',
  expired: 'events.why.expired',
  changed: 'events.why.changed',
  taken: 'events.why.taken',
  wrong_secret: 'events.why.wrongSecret',
  wrong_method: 'events.why.wrongMethod',
};

/** Whether the request had a redirect URI that is not registered for the client. */
export function isUnknownRedirect({ detail }: ShownEvent): boolean {
  return detail.parameter === 'redirect_uri' && typeof detail.redirectUri === 'string';
}

export function whyOf(event: ShownEvent, texts: Texts): Why | undefined {
  const { type, outcome, detail } = event;
  if (outcome !== 'FAILURE' || type === 'LIMIT_EXCEEDED') return undefined;
  if (isUnknownRedirect(event)) return { text: texts.say('events.why.redirectUri'), isEnglish: false };
  const reason = textIn(detail, 'reason');
  const known = reason !== undefined && Object.hasOwn(REASONS, reason) ? REASONS[reason] : undefined;
  if (known !== undefined) return { text: texts.say(known), isEnglish: false };
  const text = textIn(detail, 'description') ?? (reason === 'repeated' ? undefined : reason);
  return text === undefined ? undefined : { text, isEnglish: true };
}
