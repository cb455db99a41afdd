import type { Entity } from './entity.js';
import { consents } from './stores/access/consent-store.js';
import { interactions } from './stores/access/interaction-store.js';
import { permissions } from './stores/access/permission-store.js';
import { sessions } from './stores/access/session-store.js';
import { clients } from './stores/clients/client-store.js';
import { issuers } from './stores/clients/issuer-store.js';
import { scopes } from './stores/clients/scope-store.js';
import { auditEvents } from './stores/log/audit-event-store.js';
import { webhooks } from './stores/log/webhook-store.js';
import { challenges } from './stores/passkeys/challenge-store.js';
import { enrolmentLinks } from './stores/passkeys/enrolment-link-store.js';
import { passkeys } from './stores/passkeys/passkey-store.js';
import { groups } from './stores/people/group-store.js';
import { memberships } from './stores/people/membership-store.js';
import { owners } from './stores/people/owners-store.js';
import { users } from './stores/people/user-store.js';
import { apiKeys } from './stores/server/api-key-store.js';
import { deliveries } from './stores/server/delivery-store.js';
import { keyRings } from './stores/server/key-ring-store.js';
import { deviceAuthorizations } from './stores/tokens/device-authorization-store.js';
import { grants } from './stores/tokens/grant-store.js';
import { pushedRequests } from './stores/tokens/pushed-request-store.js';
import { tokens } from './stores/tokens/token-store.js';
import { usedOnce } from './stores/tokens/used-once-store.js';

/** All that is stored, for whoever makes the schema. */
export const entities: readonly Entity<unknown>[] = [
  apiKeys,
  auditEvents,
  challenges,
  clients,
  consents,
  deliveries,
  deviceAuthorizations,
  enrolmentLinks,
  grants,
  groups,
  interactions,
  issuers,
  keyRings,
  memberships,
  owners,
  passkeys,
  permissions,
  pushedRequests,
  scopes,
  sessions,
  tokens,
  usedOnce,
  users,
  webhooks,
] as unknown as readonly Entity<unknown>[];
