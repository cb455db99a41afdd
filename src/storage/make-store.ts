import type { Store } from '../model/store.js';
import { commitTo } from './change-sets.js';
import type { Database } from './database.js';
import { entities } from './entities/entities.js';
import { probeOf } from './probe.js';
import { openConsentStore } from './stores/access/consent-store.js';
import { openInteractionStore } from './stores/access/interaction-store.js';
import { openKeptValueStore } from './stores/access/kept-value-store.js';
import { openPermissionStore } from './stores/access/permission-store.js';
import { openRoleAssignmentStore } from './stores/access/role-assignment-store.js';
import { openRoleStore } from './stores/access/role-store.js';
import { openSessionStore } from './stores/access/session-store.js';
import { openClientStore } from './stores/clients/client-store.js';
import { openIssuerStore } from './stores/clients/issuer-store.js';
import { openProtectedHostStore } from './stores/clients/protected-host-store.js';
import { openScopeStore } from './stores/clients/scope-store.js';
import { openAuditEventStore } from './stores/log/audit-event-store.js';
import { openAuditKeyRingStore } from './stores/log/audit-key-ring-store.js';
import { openWebhookStore } from './stores/log/webhook-store.js';
import { openChallengeStore } from './stores/passkeys/challenge-store.js';
import { openDeviceLinkStore } from './stores/passkeys/device-link-store.js';
import { openEnrolmentLinkStore } from './stores/passkeys/enrolment-link-store.js';
import { openInvitationStore } from './stores/passkeys/invitation-store.js';
import { openPasskeyStore } from './stores/passkeys/passkey-store.js';
import { openGroupStore } from './stores/people/group-store.js';
import { openMembershipStore } from './stores/people/membership-store.js';
import { openOwnersStore } from './stores/people/owners-store.js';
import { openReservedNameStore } from './stores/people/reserved-name-store.js';
import { openUserStore } from './stores/people/user-store.js';
import { openApiKeyStore } from './stores/server/api-key-store.js';
import { openBackupStore } from './stores/server/backup-store.js';
import { openDeliveryStore } from './stores/server/delivery-store.js';
import { openKeyRingStore } from './stores/server/key-ring-store.js';
import { openMailStore } from './stores/server/mail-store.js';
import { openPictureStore } from './stores/server/picture-store.js';
import { openServerSettingsStore } from './stores/server/server-settings-store.js';
import { openDeviceAuthorizationStore } from './stores/tokens/device-authorization-store.js';
import { openGrantStore } from './stores/tokens/grant-store.js';
import { openPushedRequestStore } from './stores/tokens/pushed-request-store.js';
import { openTokenStore } from './stores/tokens/token-store.js';
import { openUsedOnceStore } from './stores/tokens/used-once-store.js';

/** Makes the stores of all record types. All stores use the given database. */
export function makeStore(database: Database): Store {
  return {
    apiKeys: openApiKeyStore(database),
    auditEvents: openAuditEventStore(database),
    auditKeyRings: openAuditKeyRingStore(database),
    backups: openBackupStore(database),
    challenges: openChallengeStore(database),
    clients: openClientStore(database),
    consents: openConsentStore(database),
    deliveries: openDeliveryStore(database),
    deviceAuthorizations: openDeviceAuthorizationStore(database),
    deviceLinks: openDeviceLinkStore(database),
    enrolmentLinks: openEnrolmentLinkStore(database),
    grants: openGrantStore(database),
    groups: openGroupStore(database),
    interactions: openInteractionStore(database),
    invitations: openInvitationStore(database),
    issuers: openIssuerStore(database),
    keptValues: openKeptValueStore(database),
    keyRings: openKeyRingStore(database),
    mails: openMailStore(database),
    memberships: openMembershipStore(database),
    owners: openOwnersStore(database),
    passkeys: openPasskeyStore(database),
    permissions: openPermissionStore(database),
    pictures: openPictureStore(database),
    protectedHosts: openProtectedHostStore(database),
    pushedRequests: openPushedRequestStore(database),
    reservedNames: openReservedNameStore(database),
    roleAssignments: openRoleAssignmentStore(database),
    roles: openRoleStore(database),
    scopes: openScopeStore(database),
    serverSettings: openServerSettingsStore(database),
    sessions: openSessionStore(database),
    tokens: openTokenStore(database),
    usedOnce: openUsedOnceStore(database),
    users: openUserStore(database),
    webhooks: openWebhookStore(database),
    readLive: database.readLive,
    readSession: database.readSession,
    readInteraction: database.readInteraction,
    readSignIn: database.readSignIn,
    commit: commitTo(database),
    probe: probeOf(database),
    report: database.report,
    sweep: async (now) => {
      for (const entity of entities) if (entity.expiry !== undefined) await database.sweep(entity, now);
      await database.maintain();
    },
    close: database.close,
  };
}
