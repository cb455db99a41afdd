/*
 * This folder finds out what a change would end, such as sessions and grants, before the change is made. It runs the
 * change itself on a store that keeps all changes in memory (`planned-store.ts`), and then asks the functions that decide
 * about requests, such as `liveGrant`, twice: with the present records and with the planned ones. So it has no rules of
 * its own about what a change ends. To understand this folder, read this file first, and then `ended-grants.ts`.
 */

import type { Session } from '../../model/access/session.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import type { EnrolmentLink } from '../../model/passkeys/enrolment-link.js';
import type { Invitation } from '../../model/passkeys/invitation.js';
import type { User } from '../../model/people/user.js';
import type { ApiKey } from '../../model/server/api-key.js';
import type { Grant } from '../../model/tokens/grant.js';
import { settingsInForce } from '../server-settings/settings-in-force.js';
import { closedClients } from './closed-clients.js';
import type { Ended } from './count-ended.js';
import { endedApiKeys } from './ended-api-keys.js';
import { endedGrants } from './ended-grants.js';
import { endedInvitations } from './ended-invitations.js';
import { endedLinks } from './ended-links.js';
import { endedSessions } from './ended-sessions.js';
import { narrowedGrants } from './narrowed-grants.js';
import { type PlannedStore, planOn } from './planned-store.js';
import { refuse } from './planned-table.js';
import { reading, type Situation } from './situation.js';
import { usersLosingAccess } from './users-losing-access.js';

/** What a change ends. */
export interface Effects {
  readonly sessions: Ended<Session>;
  readonly grants: Ended<Grant>;
  readonly narrowedGrants: Ended<Grant>;
  readonly apiKeys: Ended<ApiKey>;
  readonly enrolmentLinks: Ended<EnrolmentLink>;
  readonly invitations: Ended<Invitation>;
  readonly users: Ended<User>;
  readonly clients: Ended<Client>;
}

export type EffectName = keyof Effects;

const COUNTERS: { readonly [N in EffectName]: (situation: Situation) => Promise<Effects[N]> } = {
  sessions: endedSessions,
  grants: endedGrants,
  narrowedGrants,
  apiKeys: endedApiKeys,
  enrolmentLinks: endedLinks,
  invitations: endedInvitations,
  users: usersLosingAccess,
  clients: closedClients,
};

interface TryOptions {
  /** Whether the change is only tried, so that nothing is stored. */
  readonly dryRun: boolean;
  /** The effects to count. */
  readonly effects: readonly EffectName[];
  /** Whether the effects need not be counted any further. */
  readonly isOver: () => boolean;
}

interface Tried<R> {
  readonly result: R;
  readonly effects: Partial<Effects>;
}

/**
 * Makes a change, or only tries it, and counts what it ends. `change` is the function that makes it. All its checks are
 * made in a dry run too, so it throws the same errors. The effects are counted before the change is made.
 */
export async function tryChange<R>(
  deps: Deps,
  { dryRun, effects: names, isOver }: TryOptions,
  change: (deps: Deps) => Promise<R>,
): Promise<Tried<R>> {
  if (!dryRun && names.length === 0) return { result: await change(deps), effects: {} };
  const plan = planOn(deps.store);
  const planning = planningDeps(deps, plan.store);
  const result = await change(planning);
  const after = { ...planning, config: plannedConfig(deps, plan) };
  const situation = { before: reading(deps), after, plan, isOver };
  const effects: Record<string, unknown> = {};
  for (const name of names) effects[name] = await COUNTERS[name](situation);
  return { result: dryRun ? result : await change(deps), effects };
}

/**
 * Returns `deps` with which a change can be planned: it reads and checks like another request, but what it stores stays in
 * memory, and nothing counts towards a limit or is sent.
 */
function planningDeps(deps: Deps, store: Deps['store']): Deps {
  const { insertion } = deps.audit;
  return {
    ...deps,
    store,
    keys: { ...deps.keys, ensureRing: () => Promise.resolve(), rotate: refuse('keys.rotate') },
    audit: {
      insertion: insertion.bind(deps.audit),
      record: refuse('audit.record'),
      recordLater: refuse('audit.recordLater'),
      checkRoom: refuse('audit.checkRoom'),
      recordRefusal: refuse('audit.recordRefusal'),
    },
    limits: { take: () => Promise.resolve(true) },
    reloadSettings: () => Promise.resolve(),
    mailer: undefined,
  };
}

/** Returns the settings that will be in force. */
function plannedConfig({ config }: Deps, plan: PlannedStore): Deps['config'] {
  const [settings] = plan.changed('serverSettings');
  return settings?.after === undefined ? config : { ...config, ...settingsInForce(config, settings.after.values) };
}
