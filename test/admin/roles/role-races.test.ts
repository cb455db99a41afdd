import { expect, it } from '@jest/globals';
import { ROLE_PERMISSIONS } from '../../../src/access/administration/admin-permissions.js';
import type { AdminCaller } from '../../../src/admin/admin-caller.js';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { updateGroup } from '../../../src/admin/groups/group-changes.js';
import { assignRole } from '../../../src/admin/roles/role-assignments.js';
import { putRole } from '../../../src/admin/roles/role-changes.js';
import type { Deps } from '../../../src/model/deps.js';
import { AdminError } from '../../../src/model/errors.js';
import { openStore } from '../../../src/storage/open-store.js';
import { testDeps } from '../../support/deps.js';
import { makeGroup, makeUser } from '../../support/fixtures.js';
import { describeOnEachDatabase, type TestDatabase } from '../../support/stores.js';

describeOnEachDatabase('A manager who gives a role to a group and joins the group', (makeDatabase) => {
  async function withDeps(work: (deps: Deps) => Promise<void>): Promise<void> {
    const database: TestDatabase = await makeDatabase();
    const deps = testDeps(await openStore(database.config));
    try {
      await work(deps);
    } finally {
      await deps.store.close();
      await database.drop();
    }
  }

  async function actionsOf(deps: Deps) {
    const manager = await makeUser(deps, { adminRole: 'USER_MANAGER' });
    const permissions = ROLE_PERMISSIONS.USER_MANAGER;
    const caller: AdminCaller = { kind: 'USER', id: manager.id, maker: { userId: manager.id }, permissions };
    const role = await putRole(deps, systemCaller, { resource: 'https://orders.example/', name: manager.id });
    const group = await makeGroup(deps, `Group of ${manager.id}`);
    return {
      assign: () => codeOf(assignRole(deps, caller, { roleId: role.id, groupId: group.id })),
      join: () => codeOf(updateGroup(deps, caller, { id: group.id, addMemberIds: [manager.id] })),
    };
  }

  it.each(['assign', 'join'] as const)('fails if %s is done while the other one is planned', (first) =>
    withDeps(async (deps) => {
      const actions = await actionsOf(deps);
      const { commit } = deps.store;
      let firstAnswer: string | undefined;
      const interrupting = async (changes: Parameters<typeof commit>[0]) => {
        Object.assign(deps.store, { commit });
        firstAnswer = await actions[first]();
        return commit(changes);
      };
      Object.assign(deps.store, { commit: interrupting });
      const secondAnswer = await actions[first === 'assign' ? 'join' : 'assign']();
      expect([firstAnswer, secondAnswer]).toEqual(['done', 'FORBIDDEN']);
    }),
  );

  it('never succeeds with both at once', () =>
    withDeps(async (deps) => {
      for (let round = 0; round < 10; round += 1) {
        const { assign, join } = await actionsOf(deps);
        expect((await Promise.all([assign(), join()])).toSorted()).toEqual(['FORBIDDEN', 'done']);
      }
    }));
});

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'done';
  } catch (error) {
    if (error instanceof AdminError) return error.code;
    throw error;
  }
}
