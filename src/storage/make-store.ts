import type { Store } from '../model/store.js';
import { openApiKeyStore } from './api-key-store.js';
import { openAuditEventStore } from './audit-event-store.js';
import { openChallengeStore } from './challenge-store.js';
import { openClientStore } from './client-store.js';
import { openConsentStore } from './consent-store.js';
import type { Database } from './database.js';
import { openDeliveryStore } from './delivery-store.js';
import { openDeviceAuthorizationStore } from './device-authorization-store.js';
import { openEnrolmentLinkStore } from './enrolment-link-store.js';
import { openGrantStore } from './grant-store.js';
import { openGroupStore } from './group-store.js';
import { openInteractionStore } from './interaction-store.js';
import { openIssuerStore } from './issuer-store.js';
import { openKeyRingStore } from './key-ring-store.js';
import { openMembershipStore } from './membership-store.js';
import { nouns } from './nouns.js';
import { openOwnersStore } from './owners-store.js';
import { openPasskeyStore } from './passkey-store.js';
import { openPermissionStore } from './permission-store.js';
import { openPushedRequestStore } from './pushed-request-store.js';
import { openScopeStore } from './scope-store.js';
import { openSessionStore } from './session-store.js';
import { openTokenStore } from './token-store.js';
import { openUsedOnceStore } from './used-once-store.js';
import { openUserStore } from './user-store.js';
import { openWebhookStore } from './webhook-store.js';

/** The store of every noun, on one database. */
export const makeStore = (database: Database): Store => ({
  apiKeys: openApiKeyStore(database),
  auditEvents: openAuditEventStore(database),
  challenges: openChallengeStore(database),
  clients: openClientStore(database),
  consents: openConsentStore(database),
  deliveries: openDeliveryStore(database),
  deviceAuthorizations: openDeviceAuthorizationStore(database),
  enrolmentLinks: openEnrolmentLinkStore(database),
  grants: openGrantStore(database),
  groups: openGroupStore(database),
  interactions: openInteractionStore(database),
  issuers: openIssuerStore(database),
  keyRings: openKeyRingStore(database),
  memberships: openMembershipStore(database),
  owners: openOwnersStore(database),
  passkeys: openPasskeyStore(database),
  permissions: openPermissionStore(database),
  pushedRequests: openPushedRequestStore(database),
  scopes: openScopeStore(database),
  sessions: openSessionStore(database),
  tokens: openTokenStore(database),
  usedOnce: openUsedOnceStore(database),
  users: openUserStore(database),
  webhooks: openWebhookStore(database),
  readLive: database.readLive,
  readSession: database.readSession,
  ping: database.ping,
  sweep: async (now) => {
    for (const noun of nouns) if (noun.expiry !== undefined) await database.sweep(noun, now);
  },
  close: database.close,
});
