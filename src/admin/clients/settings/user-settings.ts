import { choiceType, flagType, linkType } from '../../value-type.js';
import { ACCESS_POLICY, CONSENT_POLICY, SUBJECT_TYPE } from './client-choices.js';
import type { SettingTable } from './setting.js';

/** Which users may use the client, what they are asked and shown, and by which `sub` the client knows them. */
export const USER_SETTINGS = {
  subjectType: {
    field: 'subject_type',
    type: choiceType(SUBJECT_TYPE),
    default: 'public',
    description:
      'The kind of `sub` by which the client knows users. PAIRWISE requires that all redirect URIs have the same host.',
  },
  consent: {
    field: 'consent',
    type: choiceType(CONSENT_POLICY),
    default: 'NEVER',
    description: 'Whether users are asked for consent.',
  },
  accessPolicy: {
    field: 'accessPolicy',
    type: choiceType(ACCESS_POLICY),
    default: 'PERMITTED_USERS',
    description: 'Which users may sign in.',
  },
  registrationEnabled: {
    field: 'registrationEnabled',
    type: flagType,
    default: false,
    description:
      'Whether people without an account can register when they come from this client. They get a permission for it.',
  },
  logoUri: {
    field: 'logo_uri',
    type: linkType,
    description: 'The URL of the logo. The server fetches it and serves a copy, so browsers do not contact the URL.',
  },
  clientUri: { field: 'client_uri', type: linkType, description: 'The URL of the home page of the application.' },
  policyUri: { field: 'policy_uri', type: linkType, description: 'The URL of the privacy policy.' },
  tosUri: { field: 'tos_uri', type: linkType, description: 'The URL of the terms of service.' },
} as const satisfies SettingTable;
