import type { RoleAssignment } from '../../../model/access/role.js';
import { describeEntity, instant, key, text, unique } from '../../entity.js';

export const roleAssignments = describeEntity<RoleAssignment>('roleAssignments', {
  fields: {
    id: key(),
    key: unique(),
    holder: text(),
    roleId: text(),
    roleGeneration: text(),
    userId: text(),
    groupId: text(),
    groupGeneration: text(),
    createdAt: instant(),
  },
  indexes: [
    ['holder', 'id'],
    ['roleGeneration', 'id'],
  ],
});
