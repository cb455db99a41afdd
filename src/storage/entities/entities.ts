/*
 * This folder describes how each record type is stored: table, columns, indexes and expiry. Each record type has its
 * own file. The descriptions apply to both databases and do not read or write anything. Never change the name of a
 * column without a migration. To understand this folder, read the list below first.
 */

import type { RecordTypes, StoreName } from '../../model/change-set.js';
import type { Entity } from '../entity.js';
import { consents } from './access/consents.js';
import { interactions } from './access/interactions.js';
import { keptValues } from './access/kept-values.js';
import { permissions } from './access/permissions.js';
import { roleAssignments } from './access/role-assignments.js';
import { roles } from './access/roles.js';
import { sessions } from './access/sessions.js';
import { clientWords } from './clients/client-words.js';
import { clients } from './clients/clients.js';
import { issuers } from './clients/issuers.js';
import { protectedHosts } from './clients/protected-hosts.js';
import { scopes } from './clients/scopes.js';
import { auditEvents } from './log/audit-events.js';
import { auditHeads } from './log/audit-heads.js';
import { auditKeyRings } from './log/audit-key-rings.js';
import { countedEvents, dailyCounts } from './log/daily-counts.js';
import { webhooks } from './log/webhooks.js';
import { challenges } from './passkeys/challenges.js';
import { deviceLinks } from './passkeys/device-links.js';
import { enrolmentLinks } from './passkeys/enrolment-links.js';
import { invitations } from './passkeys/invitations.js';
import { passkeys } from './passkeys/passkeys.js';
import { groupWords } from './people/group-words.js';
import { groups } from './people/groups.js';
import { memberships } from './people/memberships.js';
import { owners } from './people/owners.js';
import { reservedNames } from './people/reserved-names.js';
import { userWords } from './people/user-words.js';
import { users } from './people/users.js';
import { apiKeys } from './server/api-keys.js';
import { backups } from './server/backups.js';
import { deliveries } from './server/deliveries.js';
import { keyRings } from './server/key-rings.js';
import { mails } from './server/mails.js';
import { migrationStates } from './server/migration-states.js';
import { pictures } from './server/pictures.js';
import { probes } from './server/probes.js';
import { serverSettings } from './server/server-settings.js';
import { deviceAuthorizations } from './tokens/device-authorizations.js';
import { grants } from './tokens/grants.js';
import { pushedRequests } from './tokens/pushed-requests.js';
import { tokens } from './tokens/tokens.js';
import { usedOnce } from './tokens/used-once.js';

/** The entity of each store. */
export const entityOfStore: { readonly [N in StoreName]: Entity<RecordTypes[N]> } = {
  apiKeys,
  auditEvents,
  auditKeyRings,
  backups,
  challenges,
  clients,
  consents,
  deliveries,
  deviceAuthorizations,
  deviceLinks,
  enrolmentLinks,
  grants,
  groups,
  interactions,
  invitations,
  issuers,
  keptValues,
  keyRings,
  mails,
  memberships,
  owners,
  passkeys,
  permissions,
  pictures,
  protectedHosts,
  pushedRequests,
  reservedNames,
  roleAssignments,
  roles,
  scopes,
  serverSettings,
  sessions,
  tokens,
  usedOnce,
  users,
  webhooks,
};

/** All record types that are stored. Tables, collections and indexes are created from this list. */
export const entities = [
  ...Object.values(entityOfStore),
  auditHeads,
  clientWords,
  groupWords,
  countedEvents,
  dailyCounts,
  migrationStates,
  probes,
  userWords,
] as unknown as readonly Entity<unknown>[];
