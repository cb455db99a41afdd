import { choiceType } from '../../value-type.js';
import { GROUPS_CLAIM_FILTER, GROUPS_CLAIM_FORMAT } from './client-choices.js';
import type { SettingTable } from './setting.js';

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
} as const satisfies SettingTable;
