import type { AccountTexts } from './account-texts.js';

/** All that the pages say in one language. What is inserted comes as an argument, so that word order is free. */
export interface Texts {
  /** BCP 47 */
  readonly lang: string;
  readonly dir: 'ltr' | 'rtl';
  readonly common: {
    readonly skipToContent: string;
    readonly passkeyNeedsScript: string;
    readonly working: string;
  };
  readonly signIn: {
    readonly title: string;
    readonly heading: (application: string | undefined) => string;
    readonly lead: string;
    readonly username: string;
    readonly usernameHint: string;
    /** To whoever sits at a device that cannot keep a passkey. */
    readonly elsewhere: string;
    /** What is said differently to whoever has a passkey already. */
    readonly problems: Pick<Problems, 'notCapable' | 'invalid_credential'>;
    readonly button: string;
    readonly register: string;
    readonly registerLink: string;
    readonly signedOut: string;
    readonly again: string;
  };
  readonly register: {
    readonly title: string;
    readonly heading: (application: string) => string;
    readonly lead: string;
    readonly username: string;
    readonly usernameHint: string;
    readonly name: string;
    readonly optional: string;
    readonly button: string;
    readonly haveAccount: string;
    readonly signInLink: string;
  };
  readonly enroll: {
    readonly title: string;
    readonly heading: string;
    readonly firstOwnerLead: string;
    readonly forWhom: (who: string) => string;
    readonly lead: string;
    readonly button: string;
    readonly signedInAs: (who: string) => string;
  };
  readonly account: {
    readonly title: string;
    readonly heading: (name: string) => string;
    readonly signedInAs: string;
    readonly passkeys: string;
    readonly passkeysLead: string;
    readonly synced: string;
    readonly deviceBound: string;
    readonly created: (day: string) => string;
    readonly lastUsed: (day: string) => string;
    readonly neverUsed: string;
    readonly thisOne: string;
    readonly addHeading: string;
    readonly addLead: string;
    readonly add: string;
    readonly signOutLead: string;
    readonly signOut: string;
  };
  readonly ownAccount: AccountTexts;
  readonly denied: {
    readonly title: string;
    readonly heading: (application: string) => string;
    readonly lead: (who: string, application: string) => string;
    readonly whatToDo: (application: string) => string;
    readonly otherAccount: string;
    readonly back: (application: string) => string;
  };
  readonly consent: {
    readonly title: string;
    readonly heading: (application: string) => string;
    readonly lead: (application: string) => string;
    /** What the standard scopes allow, each as the end of "it may". */
    readonly scopes: Readonly<Record<StandardScope, string>>;
    /** A claim that is asked for by its name. */
    readonly claim: (name: string) => string;
    readonly signedInAs: (who: string) => string;
    readonly otherAccount: string;
    readonly allow: string;
    readonly deny: string;
    readonly website: string;
    readonly policy: string;
    readonly terms: string;
  };
  readonly logout: {
    readonly title: string;
    readonly heading: (server: string) => string;
    readonly lead: (who: string, application: string | undefined) => string;
    readonly button: string;
    readonly stay: string;
  };
  readonly device: {
    readonly title: string;
    readonly heading: string;
    readonly lead: string;
    readonly code: string;
    readonly codeHint: string;
    readonly unknown: string;
    readonly button: string;
    readonly warning: string;
    readonly allowedTitle: string;
    readonly allowedLead: string;
    readonly deniedTitle: string;
    readonly deniedLead: string;
  };
  readonly formPost: {
    readonly title: string;
    readonly lead: (host: string) => string;
    readonly button: string;
  };
  /** To the first visitor of a server that nobody has claimed. */
  readonly noOwner: {
    readonly title: string;
    readonly lead: string;
    readonly again: string;
  };
  readonly message: {
    readonly signedOutTitle: string;
    readonly signedOutLead: string;
    readonly signInAgain: string;
  };
  readonly error: {
    readonly headings: ErrorHeadings;
    readonly whatToDo: Readonly<Record<ErrorKind, string>>;
    readonly detail: string;
    readonly code: string;
    readonly reference: string;
    readonly home: string;
  };
  /** What the browser scripts say, by what went wrong. */
  readonly problems: Problems;
}

/** OpenID Connect Core §5.4, §11 */
export type StandardScope = 'openid' | 'profile' | 'email' | 'address' | 'phone' | 'offline_access';

/** What the error page tells apart: who can do something about it. */
export type ErrorKind =
  | 'expired'
  | 'application'
  | 'logout'
  | 'notFound'
  | 'link'
  | 'tooMany'
  | 'forbidden'
  | 'ours'
  | 'other';
export type ErrorHeadings = Readonly<Record<ErrorKind, string>>;

/** Names of ceremony errors, and of what can go wrong in a browser. */
export interface Problems {
  readonly waiting: string;
  readonly done: string;
  readonly unsupported: string;
  readonly cancelled: string;
  readonly timedOut: string;
  readonly alreadyHere: string;
  readonly notCapable: string;
  readonly blocked: string;
  readonly offline: string;
  readonly failed: string;
  readonly invalid_request: string;
  readonly invalid_credential: string;
  readonly interaction_expired: string;
  readonly enrolment_invalid: string;
  readonly registration_disabled: string;
  readonly username_taken: string;
  readonly username_invalid: string;
  readonly authentication_required: string;
  readonly recovery_invalid: string;
  readonly too_many_passkeys: string;
  readonly rate_limited: string;
  readonly forbidden: string;
}
