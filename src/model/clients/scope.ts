import type { VersionedStore } from '../record-store.js';

/** A scope that clients can request. It releases claims about the user, or gives access to an API. */
export interface Scope {
  /** The name of the scope, as clients send it (`scope-token` in RFC 6749 §3.3). */
  readonly id: string;
  readonly version: number;
  readonly description?: string | undefined;
  readonly claims: readonly string[];
  /** The URI of the API that the scope gives access to (RFC 8707). Absent if the scope only releases claims. */
  readonly resource?: string | undefined;
  /** Whether a user gets the scope only with a role that lists it. Absent means no. */
  readonly requiresRole?: boolean | undefined;
}

export interface ScopeStore extends VersionedStore<Scope> {
  all(): Promise<Scope[]>;
}

/**
 * The scopes of OpenID Connect Core §5.4, `offline_access` of §11, and `groups`. They exist on every server, and
 * administrators cannot change them.
 */
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
  { id: 'groups', version: 0, description: 'See the groups you belong to', claims: ['groups'] },
  { id: 'offline_access', version: 0, description: 'Stay signed in when you are away', claims: [] },
];
