/*
 * This folder defines the types of all records, the interfaces of their stores, and small pure functions. All other
 * folders import this folder. It imports no other folder and no package, and uses no clock and no database. To
 * understand it, read this file first, which lists the stores, and then `record-store.ts`, which defines the methods
 * that all stores have.
 */

import type { ConsentStore } from './access/consent.js';
import type { InteractionStore } from './access/interaction.js';
import type { KeptValueStore } from './access/kept-value.js';
import type { LiveStore } from './access/live.js';
import type { PermissionStore } from './access/permission.js';
import type { RoleAssignmentStore, RoleStore } from './access/role.js';
import type { SessionStore } from './access/session.js';
import type { Change } from './change-set.js';
import type { ClientStore } from './clients/client-store.js';
import type { ProtectedHostStore } from './clients/forward-auth.js';
import type { IssuerStore } from './clients/issuer.js';
import type { ScopeStore } from './clients/scope.js';
import type { AuditEventStore } from './log/audit-event-store.js';
import type { AuditKeyRingStore } from './log/audit-key.js';
import type { WebhookStore } from './log/webhook.js';
import type { ChallengeStore } from './passkeys/challenge.js';
import type { DeviceLinkStore } from './passkeys/device-link.js';
import type { EnrolmentLinkStore } from './passkeys/enrolment-link.js';
import type { InvitationStore } from './passkeys/invitation.js';
import type { PasskeyStore } from './passkeys/passkey.js';
import type { GroupStore, MembershipStore } from './people/group.js';
import type { OwnersStore } from './people/owners.js';
import type { ReservedNameStore } from './people/reserved-name.js';
import type { UserStore } from './people/user-store.js';
import type { ApiKeyStore } from './server/api-key.js';
import type { BackupStore } from './server/backup.js';
import type { DatabaseReport } from './server/database.js';
import type { DeliveryStore } from './server/delivery.js';
import type { MailStore } from './server/mail.js';
import type { PictureStore } from './server/picture.js';
import type { ServerSettingsStore } from './server/server-settings.js';
import type { KeyRingStore } from './server/signing-key.js';
import type { DeviceAuthorizationStore } from './tokens/device-authorization.js';
import type { GrantStore } from './tokens/grant.js';
import type { PushedRequestStore } from './tokens/pushed-request.js';
import type { TokenStore } from './tokens/token.js';
import type { UsedOnceStore } from './tokens/used-once.js';

/** All stored data, one store for each type of record. */
export interface Store extends LiveStore {
  readonly apiKeys: ApiKeyStore;
  readonly auditEvents: AuditEventStore;
  readonly auditKeyRings: AuditKeyRingStore;
  readonly backups: BackupStore;
  readonly challenges: ChallengeStore;
  readonly clients: ClientStore;
  readonly consents: ConsentStore;
  readonly deliveries: DeliveryStore;
  readonly deviceAuthorizations: DeviceAuthorizationStore;
  readonly deviceLinks: DeviceLinkStore;
  readonly enrolmentLinks: EnrolmentLinkStore;
  readonly grants: GrantStore;
  readonly groups: GroupStore;
  readonly interactions: InteractionStore;
  readonly invitations: InvitationStore;
  readonly issuers: IssuerStore;
  readonly keptValues: KeptValueStore;
  readonly keyRings: KeyRingStore;
  readonly mails: MailStore;
  readonly memberships: MembershipStore;
  readonly owners: OwnersStore;
  readonly passkeys: PasskeyStore;
  readonly permissions: PermissionStore;
  readonly pictures: PictureStore;
  readonly protectedHosts: ProtectedHostStore;
  readonly pushedRequests: PushedRequestStore;
  readonly reservedNames: ReservedNameStore;
  readonly roleAssignments: RoleAssignmentStore;
  readonly roles: RoleStore;
  readonly scopes: ScopeStore;
  readonly serverSettings: ServerSettingsStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly usedOnce: UsedOnceStore;
  readonly users: UserStore;
  readonly webhooks: WebhookStore;
  /**
   * Applies all changes and returns `true`. Applies none and returns `false` if a condition of a change does not hold,
   * or if another record already has the id or a unique value that a change stores. Up to 250 changes are allowed.
   */
  commit(changes: readonly Change[]): Promise<boolean>;
  /** Reads and writes a small record. Rejects if the database cannot do both, or if the disk of its SQLite file is full. */
  probe(now: Date): Promise<void>;
  /** Says how the database is set up. With SQLite, it waits until the database can be written. */
  report(): Promise<DatabaseReport>;
  /**
   * Deletes the records that expired before `now`. With MongoDB, this method does nothing, because TTL indexes delete
   * expired records.
   */
  sweep(now: Date): Promise<void>;
  close(): Promise<void>;
}
