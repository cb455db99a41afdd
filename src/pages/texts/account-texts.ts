/** What the account page says beside its passkeys, and the page of recovery. */
export interface AccountTexts {
  /** Names the list of links to the sections. */
  readonly contents: string;
  readonly passkeys: {
    /** To whoever has one passkey, and no recovery codes. */
    readonly onlyOne: string;
    readonly rename: string;
    readonly newName: string;
    /** Beside the name that a new passkey has got. */
    readonly proposedName: string;
    readonly save: string;
    readonly remove: string;
    readonly removeLead: string;
    readonly removeButton: string;
  };
  readonly recovery: {
    readonly heading: string;
    readonly lead: string;
    readonly none: string;
    readonly left: (count: number) => string;
    readonly make: string;
    readonly replace: string;
    readonly replaceLead: string;
    readonly madeTitle: string;
    readonly madeLead: string;
    readonly madeUse: string;
    readonly copy: string;
    readonly copied: string;
    readonly print: string;
    readonly kept: string;
  };
  readonly sessions: {
    readonly heading: string;
    readonly lead: string;
    readonly device: (browser: string, system: string) => string;
    readonly unknownDevice: string;
    readonly here: string;
    readonly address: (address: string) => string;
    readonly signedIn: (time: string) => string;
    readonly lastUsed: (time: string) => string;
    readonly end: string;
    readonly endOthers: string;
  };
  readonly applications: {
    readonly heading: string;
    readonly lead: string;
    readonly none: string;
    readonly offline: string;
    readonly since: (day: string) => string;
    readonly lastUsed: (day: string) => string;
    readonly revoke: string;
    readonly revokeLead: (application: string) => string;
    readonly revokeButton: string;
  };
  readonly profile: {
    readonly heading: string;
    readonly lead: string;
    readonly name: string;
    readonly givenName: string;
    readonly familyName: string;
    readonly picture: string;
    readonly pictureHint: string;
    readonly locale: string;
    readonly zoneinfo: string;
    readonly notSet: string;
    readonly save: string;
    readonly username: string;
    readonly email: string;
    readonly phone: string;
    readonly verified: string;
    readonly unverified: string;
    readonly byAdministrators: string;
  };
  readonly apiKeys: {
    readonly heading: string;
    readonly lead: string;
    readonly none: string;
    readonly created: (day: string) => string;
    readonly expires: (day: string) => string;
    readonly expired: (day: string) => string;
    readonly lastUsed: (day: string) => string;
    readonly neverUsed: string;
    readonly remove: string;
    readonly removeLead: string;
    readonly removeButton: string;
    readonly add: string;
    readonly name: string;
    readonly lifetime: string;
    readonly days: (count: number) => string;
    readonly forever: string;
    readonly permissions: string;
    readonly everything: string;
    readonly make: string;
    readonly madeTitle: string;
    readonly madeLead: (name: string) => string;
  };
  /** What was done, after it was. */
  readonly done: Readonly<Record<AccountDone, string>>;
  /** Why it was not, and what to do. */
  readonly problems: Readonly<Record<AccountProblem, string>>;
  readonly recover: {
    readonly title: string;
    readonly lead: string;
    readonly code: string;
    readonly codeHint: string;
    readonly button: string;
    readonly otherwise: string;
    readonly link: string;
    readonly linkText: string;
    readonly back: string;
    readonly tooMany: string;
  };
}

export const ACCOUNT_DONE = [
  'passkeyRenamed',
  'passkeyRemoved',
  'recovered',
  'sessionEnded',
  'sessionsEnded',
  'applicationRevoked',
  'profileSaved',
  'apiKeyDeleted',
  'signedInAgain',
] as const;
export type AccountDone = (typeof ACCOUNT_DONE)[number];

export type AccountProblem =
  | 'lastPasskey'
  | 'lastOwner'
  | 'name'
  | 'picture'
  | 'email'
  | 'phone'
  | 'locale'
  | 'zoneinfo'
  | 'keyName'
  | 'keyPermissions'
  | 'tooManyKeys'
  | 'changing';

/** Parts of the account page, in their order: they are fragments of its address. */
export const ACCOUNT_SECTIONS = ['passkeys', 'recovery', 'sessions', 'applications', 'profile', 'api-keys'] as const;
export type AccountSection = (typeof ACCOUNT_SECTIONS)[number];
