import type { ApiKeyStore } from './api-key.js';
import type { AuditEventStore } from './audit-event.js';
import type { ChallengeStore } from './challenge.js';
import type { ClientStore } from './client.js';
import type { ConsentStore } from './consent.js';
import type { DeliveryStore } from './delivery.js';
import type { DeviceAuthorizationStore } from './device-authorization.js';
import type { EnrolmentLinkStore } from './enrolment-link.js';
import type { GrantStore } from './grant.js';
import type { GroupStore, MembershipStore } from './group.js';
import type { InteractionStore } from './interaction.js';
import type { IssuerStore } from './issuer.js';
import type { LiveStore } from './live.js';
import type { OwnersStore } from './owners.js';
import type { PasskeyStore } from './passkey.js';
import type { PermissionStore } from './permission.js';
import type { PushedRequestStore } from './pushed-request.js';
import type { ScopeStore } from './scope.js';
import type { SessionStore } from './session.js';
import type { KeyRingStore } from './signing-key.js';
import type { TokenStore } from './token.js';
import type { UsedOnceStore } from './used-once.js';
import type { UserStore } from './user.js';
import type { WebhookStore } from './webhook.js';

/** Everything that is kept. One interface per noun; each promises its atomicity where it is declared. */
export interface Store extends LiveStore {
  readonly apiKeys: ApiKeyStore;
  readonly auditEvents: AuditEventStore;
  readonly challenges: ChallengeStore;
  readonly clients: ClientStore;
  readonly consents: ConsentStore;
  readonly deliveries: DeliveryStore;
  readonly deviceAuthorizations: DeviceAuthorizationStore;
  readonly enrolmentLinks: EnrolmentLinkStore;
  readonly grants: GrantStore;
  readonly groups: GroupStore;
  readonly interactions: InteractionStore;
  readonly issuers: IssuerStore;
  readonly keyRings: KeyRingStore;
  readonly memberships: MembershipStore;
  readonly owners: OwnersStore;
  readonly passkeys: PasskeyStore;
  readonly permissions: PermissionStore;
  readonly pushedRequests: PushedRequestStore;
  readonly scopes: ScopeStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly usedOnce: UsedOnceStore;
  readonly users: UserStore;
  readonly webhooks: WebhookStore;
  /** Answers when the database does; rejects when it does not. */
  ping(): Promise<void>;
  /** Removes what expired before `now`, where the database does not do it by itself. */
  sweep(now: Date): Promise<void>;
  close(): Promise<void>;
}
