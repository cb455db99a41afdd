import { OWN_PROFILE_FIELDS } from '../../src/model/people/user.js';
import type { AccountPageProps } from '../../src/pages/account/account-page.js';

/** An account with one record of each kind, all with this name. */
export function accountPageProps(name: string, at: Date, changes: Partial<AccountPageProps> = {}): AccountPageProps {
  return {
    username: name,
    name,
    timeZone: undefined,
    codesLeft: 3,
    launcher: [{ id: name, name, url: 'https://wiki.example' }],
    passkeys: [
      {
        id: name,
        name,
        authenticator: name,
        synced: true,
        createdAt: at,
        lastUsedAt: at,
        current: true,
        proposed: true,
      },
    ],
    sessions: [
      {
        id: name,
        browser: name,
        system: name,
        address: name,
        country: 'IS',
        createdAt: at,
        lastUsedAt: at,
        current: true,
      },
      { id: `${name}2`, createdAt: at, lastUsedAt: at, current: false },
    ],
    deletion: { isAllowed: true, at },
    activity: [
      {
        id: name,
        at,
        happening: { about: 'named', what: 'passkeyAdded', name },
        byAdministrator: true,
        browser: name,
        address: name,
        country: 'IS',
      },
      {
        id: `${name}2`,
        at,
        happening: { about: 'application', what: 'allowed', application: name },
        byAdministrator: false,
      },
      { id: `${name}3`, at, happening: { about: 'account', what: 'signedIn' }, byAdministrator: false },
    ],
    applications: [
      {
        id: name,
        name,
        scopes: [{ id: name, description: name }],
        claims: [name],
        offline: true,
        since: at,
        lastUsedAt: at,
      },
    ],
    canVerifyEmail: true,
    profile: {
      username: name,
      email: { value: name, verified: true },
      phone: { value: name, verified: false },
      fields: {
        name,
        givenName: name,
        familyName: name,
        picture: name,
        email: name,
        phoneNumber: name,
        locale: name,
        zoneinfo: name,
      },
      editable: OWN_PROFILE_FIELDS,
    },
    apiKeys: {
      keys: [
        {
          id: name,
          name,
          hint: name,
          permissions: [name, '*'],
          createdAt: at,
          expiresAt: at,
          expired: true,
          stopped: true,
        },
      ],
      permissions: ['*', 'users:read'],
    },
    lists: { launcher: {}, activity: {}, sessions: { next: name, isLater: true }, applications: {}, 'api-keys': {} },
    signals: { rpId: name, userId: name, name, displayName: name, credentialIds: [name] },
    isSetupOpen: true,
    isAdministrator: true,
    ...changes,
  };
}
