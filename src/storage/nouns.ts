import { apiKeys } from './api-key-store.js';
import { auditEvents } from './audit-event-store.js';
import { challenges } from './challenge-store.js';
import { clients } from './client-store.js';
import { consents } from './consent-store.js';
import { deliveries } from './delivery-store.js';
import { deviceAuthorizations } from './device-authorization-store.js';
import { enrolmentLinks } from './enrolment-link-store.js';
import { grants } from './grant-store.js';
import { groups } from './group-store.js';
import { interactions } from './interaction-store.js';
import { issuers } from './issuer-store.js';
import { keyRings } from './key-ring-store.js';
import { memberships } from './membership-store.js';
import type { Noun } from './noun.js';
import { owners } from './owners-store.js';
import { passkeys } from './passkey-store.js';
import { permissions } from './permission-store.js';
import { pushedRequests } from './pushed-request-store.js';
import { scopes } from './scope-store.js';
import { sessions } from './session-store.js';
import { tokens } from './token-store.js';
import { usedOnce } from './used-once-store.js';
import { users } from './user-store.js';
import { webhooks } from './webhook-store.js';

/** All that is stored, for whoever makes the schema. */
export const nouns: readonly Noun<unknown>[] = [
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
] as unknown as readonly Noun<unknown>[];
