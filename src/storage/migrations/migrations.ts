import { askEmailMigration } from './client-settings/ask-email.js';
import { claimRulesMigration } from './client-settings/claim-rules.js';
import { groupsClaimFormatMigration } from './client-settings/groups-claim-format.js';
import { redirectUriPolicyMigration } from './client-settings/redirect-uri-policy.js';
import { requireDeviceBoundMigration } from './client-settings/require-device-bound.js';
import { completeInterruptedChanges } from './complete-interrupted-changes.js';
import { listColumns } from './list-columns.js';
import type { Migration } from './migration.js';
import { namePasskeysOfGrants } from './name-passkeys-of-grants.js';
import { numberAuditEvents } from './number-audit-events.js';
import { reserveDeletedNames } from './reserve-deleted-names.js';
import { reserveNames } from './reserve-names.js';
import { searchWords } from './search-words.js';
import { secretEnds } from './secret-ends.js';

/**
 * All migrations, in the order in which they run. Add a new migration at the end. Never remove a migration, because a
 * database that is upgraded from an old version still needs it.
 */
export const MIGRATIONS: readonly Migration[] = [
  namePasskeysOfGrants,
  redirectUriPolicyMigration,
  completeInterruptedChanges,
  numberAuditEvents,
  reserveNames,
  groupsClaimFormatMigration,
  claimRulesMigration,
  reserveDeletedNames,
  requireDeviceBoundMigration,
  askEmailMigration,
  searchWords,
  listColumns,
  secretEnds,
];
