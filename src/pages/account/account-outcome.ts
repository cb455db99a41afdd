import type { NameIn } from '../texts/texts.js';

/**
 * The sections of the account page, from top to bottom. The names are also fragments of its URL, for example
 * `/account#sessions`.
 */
export const ACCOUNT_SECTIONS = [
  'launcher',
  'passkeys',
  'recovery',
  'sessions',
  'activity',
  'applications',
  'profile',
  'language',
  'api-keys',
  'data',
] as const;
export type AccountSection = (typeof ACCOUNT_SECTIONS)[number];

/** The sections with a list that has pages. */
export const ACCOUNT_LISTS = [
  'launcher',
  'sessions',
  'activity',
  'applications',
  'api-keys',
] as const satisfies readonly AccountSection[];
export type AccountList = (typeof ACCOUNT_LISTS)[number];

/** Which other pages a list has. */
export interface ListPlace {
  /** The cursor of the next page. Absent on the last page. */
  readonly next?: string | undefined;
  /** Whether this is not the first page. */
  readonly isLater?: boolean | undefined;
}

export const ACCOUNT_DONE = [
  'passkeyAdded',
  'deviceAdded',
  'passkeyRenamed',
  'passkeyRemoved',
  'enrolled',
  'recovered',
  'sessionEnded',
  'sessionsEnded',
  'applicationRevoked',
  'profileSaved',
  'pictureSaved',
  'pictureRemoved',
  'languageChanged',
  'verificationSent',
  'emailVerified',
  'groupsJoined',
  'groupsMissed',
  'apiKeyDeleted',
  'deletionRequested',
  'deletionCancelled',
  'signedInAgain',
] as const satisfies readonly NameIn<'done'>[];
export type AccountDone = (typeof ACCOUNT_DONE)[number];

export type AccountProblem = NameIn<'problem'>;

/** The result of the form that the user sent last. The account page shows it in the section of that form. */
export type AccountOutcome =
  | { readonly section: AccountSection; readonly done: AccountDone }
  | {
      readonly section: AccountSection;
      readonly problem: AccountProblem;
      /** The name of the form field that has the problem. Missing if the problem is not about a field. */
      readonly field?: string | undefined;
    };
