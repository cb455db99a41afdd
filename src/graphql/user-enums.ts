import type { AdminRole } from '../model/people/user.js';
import { defineEnum } from './define-enum.js';

export const AdminRoleEnum = defineEnum<AdminRole>('AdminRole', 'What a user may administer.', {
  OWNER: ['OWNER', 'Everything. Counts once they have a passkey; the last owner cannot be lost.'],
  ADMIN: ['ADMIN', 'Everything but owners, API keys and issuers, which they may only see.'],
  USER_MANAGER: ['USER_MANAGER', 'Users, groups, permissions, sessions and tokens of people who are no stronger.'],
  AUDITOR: ['AUDITOR', 'Sees everything and changes nothing.'],
});
