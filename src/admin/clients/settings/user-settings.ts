import { z } from 'zod';
import { checkedTextType, choiceType, flagType, numberType, webUrlType } from '../../value-type.js';
import { initiateLoginProblem } from '../client-uris.js';
import { ACCESS_POLICY, ACR, CONSENT_POLICY, SUBJECT_TYPE } from './client-choices.js';
import type { SettingTable } from './setting.js';

const MAX_AGE_SECONDS = 31_536_000;

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
  defaultAcr: {
    field: 'defaultAcr',
    type: choiceType(ACR),
    description:
      'The authentication level that every sign-in to the client must reach. A request can ask for a higher level, but not for a lower one. If you choose PHRH, the grants of the client are revoked.',
  },
  defaultMaxAge: {
    field: 'defaultMaxAge',
    type: numberType(z.int().min(0, 'must be at least 0').max(MAX_AGE_SECONDS, `must be at most ${MAX_AGE_SECONDS}`)),
    description:
      'The most seconds since the user last signed in with a passkey, from 0 to 31536000 (a year). If the last sign-in is older, the user has to sign in again. A request can ask for a shorter time with `max_age`, but not for a longer one.',
  },
  requireDeviceBound: {
    field: 'requireDeviceBound',
    type: flagType,
    default: false,
    description:
      'Whether users can sign in to the client only with a passkey that is bound to one device, such as a security key. If the `attestation` of the server settings is DIRECT, a verified attestation has to prove this. If you choose true, the grants of the client are revoked. If a passkey becomes synced, the grants from sign-ins with it end.',
  },
  registrationEnabled: {
    field: 'registrationEnabled',
    type: flagType,
    default: false,
    description:
      'Whether people without an account can create an account while they sign in to this client. The new user gets a permission for the client.',
  },
  askEmail: {
    field: 'askEmail',
    type: flagType,
    default: false,
    description:
      'Whether people who create an account while they sign in to this client have to enter an e-mail address. The address is not verified. If the server sends mails, the new user gets a link with which they verify it. Do not set it for an application that finds accounts by e-mail address without looking at `email_verified`: a visitor can enter the address of another person.',
  },
  logoUri: {
    field: 'logo_uri',
    type: webUrlType,
    description:
      'The URL of the logo of the application, which users see when they sign in. The server fetches the logo and serves a copy, so the browsers of users never contact this URL. You can also upload an image with `POST /pictures/clients/ID`.',
  },
  clientUri: {
    field: 'client_uri',
    type: webUrlType,
    description:
      'The URL of the home page of the application. The account page links to it, for users who may open the application.',
  },
  initiateLoginUri: {
    field: 'initiate_login_uri',
    type: checkedTextType(initiateLoginProblem),
    description:
      'The https URL at which the application starts a sign-in (OpenID Connect Core §4). The account page links to it instead of to `clientUri`, and adds the parameter `iss`.',
  },
  policyUri: {
    field: 'policy_uri',
    type: webUrlType,
    description: 'The URL of the privacy policy of the application.',
  },
  tosUri: { field: 'tos_uri', type: webUrlType, description: 'The URL of the terms of service of the application.' },
} as const satisfies SettingTable;
