import { knownScopes } from '../../access/claims/known-scopes.js';
import { liveGrant } from '../../access/live-grant.js';
import { liveRecordsOf } from '../../access/live-grants.js';
import type { UserRole } from '../../model/access/live.js';
import type { Deps } from '../../model/deps.js';
import { everyPage } from '../../model/every-record.js';
import type { User } from '../../model/people/user.js';
import type { Grant } from '../../model/tokens/grant.js';
import { remainingScopes } from '../../oidc/tokens/find-access-token.js';
import { rolesOfUser } from '../explain/visitor.js';
import { countEnded, type EndedOf } from './count-ended.js';
import { grantsAtRisk, pagesOfEach } from './ended-grants.js';
import { usersWithRoles } from './reached-users.js';
import { recordsAfter, type Situation } from './situation.js';

/** Counts the grants that stay valid, but whose tokens lose a scope. */
export function narrowedGrants(situation: Situation): EndedOf<Grant> {
  const { before, after } = situation;
  const scopesBefore = scopeReader(before);
  const scopesAfter = scopeReader(after);
  return countEnded(situation, candidates(situation), async (batch) => {
    const [held, kept] = await Promise.all([
      scopesBefore(batch),
      scopesAfter(recordsAfter(situation, 'grants', batch)),
    ]);
    return batch.filter((_, index) => {
      const left = kept[index];
      return left !== undefined && held[index]?.some((scope) => !left.includes(scope)) === true;
    });
  });
}

async function* candidates(situation: Situation): AsyncGenerator<readonly Grant[]> {
  const { store, clock } = situation.before;
  const standingAt = clock.now();
  yield* grantsAtRisk(situation);
  for await (const userIds of usersWithRoles(situation))
    yield* pagesOfEach(userIds, (userId) => (request) => store.grants.page(request, { userId, standingAt }));
  const needsRole = situation.plan.changed('scopes').some(({ after }) => after?.requiresRole === true);
  if (needsRole) yield* everyPage((request) => store.grants.page(request, { standingAt }));
}

type ScopeReader = (grants: readonly (Grant | undefined)[]) => Promise<(string[] | undefined)[]>;

/** Returns a function that says which scopes the tokens of grants have. A grant that is not valid has none. */
function scopeReader(deps: Deps): ScopeReader {
  const roles = new Map<string, Promise<UserRole[]>>();
  const rolesOf = (user: User) => {
    const reading = roles.get(user.id) ?? rolesOfUser(deps, user);
    roles.set(user.id, reading);
    return reading;
  };
  return async (grants) => {
    const known = await knownScopes(deps);
    const present = grants.filter((grant) => grant !== undefined);
    const records = new Map((await liveRecordsOf(deps.store, present)).map((record) => [record.grant?.id, record]));
    return Promise.all(
      grants.map(async (grant) => {
        const live = liveGrant(records.get(grant?.id ?? ''), deps.clock.now());
        if (live === undefined) return undefined;
        const withRoles = { ...live, roles: await rolesOf(live.user) };
        return remainingScopes(known, { client: live.client, live: withRoles, exchanged: false }, live.grant.scopes);
      }),
    );
  };
}
