import { z } from 'zod';
import type {
  ForwardAuthAction,
  ForwardAuthRule,
  ForwardAuthSettings,
  UserHeader,
} from '../../../model/clients/forward-auth.js';
import {
  type Choices,
  checkedTextType,
  choiceType,
  listType,
  type ObjectShape,
  objectType,
  textType,
} from '../../value-type.js';
import { hostProblem, MAX_HOSTS, MAX_RULES, rulePathProblem } from '../forward-auth/forward-auth-values.js';
import type { SettingTable } from './setting.js';

const ACTION: Choices<ForwardAuthAction> = {
  name: 'ForwardAuthAction',
  description: 'What a request needs to pass the proxy.',
  values: {
    SIGN_IN: ['SIGN_IN', 'Only users who are signed in and have access to the client pass.'],
    BYPASS: ['BYPASS', 'Requests pass without a sign-in.'],
  },
};

const USER_HEADER: Choices<UserHeader> = {
  name: 'UserHeader',
  description: 'What an application behind a proxy receives in the header `Remote-User`.',
  values: {
    USERNAME: ['USERNAME', 'The username. An administrator can change it.'],
    USER_ID: ['USER_ID', 'The id of the user, which never changes.'],
  },
};

const method = textType(z.string().regex(/^[A-Z]{1,20}$/, 'must be an HTTP method in upper case, such as POST'));

const RULE: ObjectShape = {
  name: 'ForwardAuthRule',
  description: 'What a request needs to pass the proxy, for a path and everything below it.',
  members: {
    path: {
      type: checkedTextType(rulePathProblem),
      description:
        'A path such as `/public`, which also covers `/public/logo.svg`, but not `/publications`. The path `/` covers everything. If several rules cover a request, the one with the longest path decides. The path must be written as browsers send it, and has no slash at the end and no wildcard.',
    },
    action: { type: choiceType(ACTION), description: 'What is needed for this path.' },
    methods: {
      type: listType(method),
      default: [],
      description:
        'The methods that BYPASS lets pass, such as `POST`. If the list is empty, BYPASS lets GET and HEAD pass. The list must be empty for SIGN_IN, which is for all methods.',
    },
  },
};

const FORWARD_AUTH: ObjectShape = {
  name: 'ForwardAuthSettings',
  description: 'Which hosts a proxy protects with this server, and which paths need no sign-in.',
  members: {
    hosts: {
      type: listType(checkedTextType(hostProblem), { canBeEmpty: false, max: MAX_HOSTS }),
      description:
        'The hosts of the application, such as `wiki.example.com`, or `wiki.example.com:8443` if the port is not the usual one. They are served with https, except `localhost` and names that end with `.localhost`. A host belongs to one client only.',
    },
    rules: {
      type: listType(objectType<ForwardAuthRule>(RULE), { max: MAX_RULES }),
      default: [],
      description: 'The paths that need no sign-in, and exceptions from them. A path without a rule needs a sign-in.',
    },
    userHeader: {
      type: choiceType(USER_HEADER),
      default: 'USERNAME',
      description: 'What the application receives in the header `Remote-User`. Default: USERNAME.',
    },
  },
};

export const FORWARD_AUTH_SETTINGS = {
  forwardAuth: {
    field: 'forwardAuth',
    type: objectType<ForwardAuthSettings>(FORWARD_AUTH),
    description:
      'The hosts that a proxy protects with this server. Required for the integration FORWARD_AUTH, and null without it.',
  },
} as const satisfies SettingTable;
