import type { NameIn, Texts } from '../texts/texts.js';

export interface RequestedScope {
  readonly id: string;
  /** The description that an administrator wrote for the scope. */
  readonly description: string | undefined;
}

export interface RequestedAccess {
  readonly scopes: readonly RequestedScope[];
  readonly claims: readonly string[];
}

/** Returns the requested access as a list of texts. */
export function accessInWords(texts: Texts, { scopes, claims }: RequestedAccess): string[] {
  return [
    ...scopes.map((scope) => scopeInWords(texts, scope)),
    ...claims.map((claim) => texts.say('consent.claim', { claim })),
  ];
}

/**
 * Returns what a scope allows. Standard scopes are described in the page's language. A scope that an administrator
 * created is shown by its description or, if it has none, by its name.
 */
export function scopeInWords({ say }: Texts, { id, description }: RequestedScope): string {
  return isStandardScope(id) ? say(`scope.${id}`) : (description ?? id);
}

const STANDARD_SCOPES: readonly NameIn<'scope'>[] = [
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'groups',
  'offline_access',
];

function isStandardScope(id: string): id is NameIn<'scope'> {
  return (STANDARD_SCOPES as readonly string[]).includes(id);
}
