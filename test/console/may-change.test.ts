import { describe, expect, it } from '@jest/globals';
import { ADMIN_ROLES } from '../../console/src/records/admin-roles.js';
import { mayChange } from '../../console/src/screens/people/may-change.js';
import { hasPermissions, ROLE_PERMISSIONS } from '../../src/access/administration/admin-permissions.js';
import * as model from '../../src/model/people/user.js';

describe('mayChange', () => {
  it('knows the administration roles of the server, in their order', () => {
    expect(ADMIN_ROLES).toEqual(model.ADMIN_ROLES);
  });

  it.each(model.ADMIN_ROLES)('shows to a user with the role %s what the server allows', (caller) => {
    const permissions = ROLE_PERMISSIONS[caller];
    for (const role of [...model.ADMIN_ROLES, null]) {
      const needed = role === null ? [] : ROLE_PERMISSIONS[role];
      const expected = hasPermissions(permissions, ['users:write', ...needed]);
      expect([role, mayChange({ permissions }, role)]).toEqual([role, expected]);
    }
  });
});
