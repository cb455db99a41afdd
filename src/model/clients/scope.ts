import type { VersionedStore } from '../record-store.js';

/** What a client can request: claims about the user, and access to an API. */
export interface Scope {
  /** scope-token of RFC 6749 §3.3 */
  readonly id: string;
  readonly version: number;
  readonly description?: string | undefined;
  readonly claims: readonly string[];
  /** URI of the API that the scope is for (RFC 8707). */
  readonly resource?: string | undefined;
}

export interface ScopeStore extends VersionedStore<Scope> {
  all(): Promise<Scope[]>;
}

/** OpenID Connect Core §5.4; `offline_access` §11. Every server has them, and no administrator can change them. */
export const STANDARD_SCOPES: readonly Scope[] = [
  { id: 'openid', version: 0, description: 'Sign you in', claims: ['sub'] },
  {
    id: 'profile',
    version: 0,
    description: 'See your name and profile',
    claims: [
      'name',
      'family_name',
      'given_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ],
  },
  { id: 'email', version: 0, description: 'See your e-mail address', claims: ['email', 'email_verified'] },
  { id: 'address', version: 0, description: 'See your postal address', claims: ['address'] },
  { id: 'phone', version: 0, description: 'See your phone number', claims: ['phone_number', 'phone_number_verified'] },
  { id: 'offline_access', version: 0, description: 'Stay signed in when you are away', claims: [] },
];
