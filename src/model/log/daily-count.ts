/**
 * How many events of one kind happened on one day, on the whole server or at one client. The server counts events after
 * they have got their sequence, so the counts of a long log are read without reading its events.
 */
export interface DailyCount {
  readonly id: string;
  /** Empty if the count is that of the whole server. */
  readonly clientId: string;
  /** What is counted, such as `type:SIGNED_IN:SUCCESS:`. `metricsOf` in `storage/log` lists what there is. */
  readonly metric: string;
  /** The number of the day in UTC since 1970. */
  readonly day: number;
  /** The count of each quarter of an hour, from 0 to 95, so that the counts of days in other time zones are exact. */
  readonly quarters: Readonly<Record<string, number>>;
  /** When the latest of the events happened. */
  readonly lastAt: Date;
}

/** Which numbered events are counted: those with a sequence after `after` and up to `through`. There is one such record. */
export interface CountedEvents {
  readonly id: string;
  readonly after: number;
  readonly through: number;
}

/** A sign-in to a client, whether or not the user used a passkey for it. */
export const SIGN_INS = 'signIn';
/** Sign-ins to a client with PKCE. */
export const SIGN_INS_WITH_PKCE = 'signIn:pkce';
/** Sign-ins to a client whose authorization request had neither PKCE nor a `nonce`. */
export const SIGN_INS_WITH_NEITHER = 'signIn:neither';
/** The start of the metric of refusals. The reason follows. */
export const REFUSALS = 'refusal:';
/** The start of the metric of events. Type, outcome and kind of record follow, separated by colons. */
export const EVENTS = 'type:';

export const QUARTER_MS = 900_000;
export const DAY_MS = 86_400_000;
