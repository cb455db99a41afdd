import { choiceType, flagType, linkType } from '../../value-type.js';
import { ACCESS_POLICY, CONSENT_POLICY, SUBJECT_TYPE } from './client-choices.js';
import type { SettingTable } from './setting.js';

export const USER_SETTINGS = {
  subjectType: {
    field: 'subject_type',
    type: choiceType(SUBJECT_TYPE),
    default: 'public',
    description:
      'The kind of identifier that the client receives for a user in the claim `sub`. If you choose PAIRWISE, all redirect URIs of the client must have the same host.',
  },
  consent: {
    field: 'consent',
    type: choiceType(CONSENT_POLICY),
    default: 'NEVER',
    description: 'When users are asked whether the client may have the access that it requests.',
  },
  accessPolicy: {
    field: 'accessPolicy',
    type: choiceType(ACCESS_POLICY),
    default: 'PERMITTED_USERS',
    description: 'Which users may sign in to the client.',
  },
  registrationEnabled: {
    field: 'registrationEnabled',
    type: flagType,
    default: false,
    description:
      'Whether people without an account can create an account while they sign in to this client. The new user gets a permission for the client.',
  },
  logoUri: {
    field: 'logo_uri',
    type: linkType,
    description:
      'The URL of the logo of the application, which users see when they sign in. The server fetches the logo and serves a copy, so the browsers of users never contact this URL.',
  },
  clientUri: { field: 'client_uri', type: linkType, description: 'The URL of the home page of the application.' },
  policyUri: { field: 'policy_uri', type: linkType, description: 'The URL of the privacy policy of the application.' },
  tosUri: { field: 'tos_uri', type: linkType, description: 'The URL of the terms of service of the application.' },
} as const satisfies SettingTable;
