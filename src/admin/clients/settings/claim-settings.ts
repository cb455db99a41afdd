import { MAX_RULES } from '../../../access/claim-rules/check-claim-rules.js';
import type { ClaimRule } from '../../../model/clients/claim-rule.js';
import { choiceType, listType, type ObjectShape, objectType, textType } from '../../value-type.js';
import { GROUPS_CLAIM_FILTER, GROUPS_CLAIM_FORMAT } from './client-choices.js';
import type { SettingTable } from './setting.js';

const CLAIM_RULE: ObjectShape = {
  name: 'ClaimRule',
  description: 'A claim that the client receives about users, computed by an expression.',
  members: {
    claim: {
      type: textType(),
      description:
        'The name of the claim, such as `role`. It must not be a name that the protocols reserve, and must not end with `_verified`.',
    },
    expression: {
      type: textType(),
      description:
        'An expression in CEL, with at most 1000 characters. It reads `user`, the claims that the granted scopes release, and `groups`, the groups of the user if the scope `groups` was granted. The result is a text, a boolean, a number or a list of these. If it is null, the claim is not sent.',
    },
  },
};

export const CLAIM_SETTINGS = {
  groupsClaimFormat: {
    field: 'groupsClaimFormat',
    type: choiceType(GROUPS_CLAIM_FORMAT),
    default: 'IDS',
    description:
      'What the claim `groups` lists for each group. An id never changes. A name can be changed, and two groups can have the same name.',
  },
  groupsClaimFilter: {
    field: 'groupsClaimFilter',
    type: choiceType(GROUPS_CLAIM_FILTER),
    description:
      'Which groups of the user the claim `groups` lists. If null, PERMITTED applies while `accessPolicy` is PERMITTED_USERS, and ALL while it is ALL_USERS.',
  },
  claimRules: {
    field: 'claimRules',
    type: listType(objectType<ClaimRule>(CLAIM_RULE), { max: MAX_RULES }),
    default: [],
    description:
      'Rules that compute claims, replace them or leave them out. Every rule sees the original claims. If a rule fails, neither its result nor the original claim is sent, and the log says why.',
  },
} as const satisfies SettingTable;
