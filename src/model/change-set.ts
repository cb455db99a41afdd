import type { Consent } from './access/consent.js';
import type { Interaction } from './access/interaction.js';
import type { KeptValue } from './access/kept-value.js';
import type { Permission } from './access/permission.js';
import type { Role, RoleAssignment } from './access/role.js';
import type { Session } from './access/session.js';
import type { Client } from './clients/client.js';
import type { ProtectedHost } from './clients/forward-auth.js';
import type { Issuer } from './clients/issuer.js';
import type { Scope } from './clients/scope.js';
import type { Condition } from './conditions.js';
import type { AuditEvent } from './log/audit-event.js';
import type { AuditKeyRing } from './log/audit-key.js';
import type { Webhook } from './log/webhook.js';
import type { Challenge } from './passkeys/challenge.js';
import type { DeviceLink } from './passkeys/device-link.js';
import type { EnrolmentLink } from './passkeys/enrolment-link.js';
import type { Invitation } from './passkeys/invitation.js';
import type { Passkey } from './passkeys/passkey.js';
import type { Group, Membership } from './people/group.js';
import type { Owners } from './people/owners.js';
import type { ReservedName } from './people/reserved-name.js';
import type { User } from './people/user.js';
import type { Changes, Versioned } from './record-store.js';
import type { ApiKey } from './server/api-key.js';
import type { Backup } from './server/backup.js';
import type { Delivery } from './server/delivery.js';
import type { Mail } from './server/mail.js';
import type { Picture } from './server/picture.js';
import type { ServerSettingsRecord } from './server/server-settings.js';
import type { KeyRing } from './server/signing-key.js';
import type { DeviceAuthorization } from './tokens/device-authorization.js';
import type { Grant } from './tokens/grant.js';
import type { PushedRequest } from './tokens/pushed-request.js';
import type { Token } from './tokens/token.js';
import type { UsedOnce } from './tokens/used-once.js';

/** The type of the records in each store. */
export interface RecordTypes {
  readonly apiKeys: ApiKey;
  readonly auditEvents: AuditEvent;
  readonly auditKeyRings: AuditKeyRing;
  readonly backups: Backup;
  readonly challenges: Challenge;
  readonly clients: Client;
  readonly consents: Consent;
  readonly deliveries: Delivery;
  readonly deviceAuthorizations: DeviceAuthorization;
  readonly deviceLinks: DeviceLink;
  readonly enrolmentLinks: EnrolmentLink;
  readonly grants: Grant;
  readonly groups: Group;
  readonly interactions: Interaction;
  readonly invitations: Invitation;
  readonly issuers: Issuer;
  readonly keptValues: KeptValue;
  readonly keyRings: KeyRing;
  readonly mails: Mail;
  readonly memberships: Membership;
  readonly owners: Owners;
  readonly passkeys: Passkey;
  readonly permissions: Permission;
  readonly pictures: Picture;
  readonly protectedHosts: ProtectedHost;
  readonly pushedRequests: PushedRequest;
  readonly reservedNames: ReservedName;
  readonly roleAssignments: RoleAssignment;
  readonly roles: Role;
  readonly scopes: Scope;
  readonly serverSettings: ServerSettingsRecord;
  readonly sessions: Session;
  readonly tokens: Token;
  readonly usedOnce: UsedOnce;
  readonly users: User;
  readonly webhooks: Webhook;
}

export type StoreName = keyof RecordTypes;

/**
 * One change to one record, or a check of one record. `Store.commit` applies a list of changes completely or not at
 * all.
 */
export type Change = { readonly [N in StoreName]: ChangeIn<N> }[StoreName];

type ChangeIn<N extends StoreName> =
  | { readonly kind: 'insert'; readonly store: N; readonly record: RecordTypes[N] }
  | {
      readonly kind: 'update';
      readonly store: N;
      readonly where: Conditions<RecordTypes[N]>;
      readonly changes: Partial<RecordTypes[N]>;
      /** The record before the update. Absent if it was not read. */
      readonly seen?: RecordTypes[N];
    }
  | { readonly kind: 'delete' | 'check'; readonly store: N; readonly where: Conditions<RecordTypes[N]> };

/** Conditions on the fields of one record. The id is always one of them, so that they match at most one record. */
export type Conditions<T> = { readonly id: string } & { readonly [K in keyof T]?: Condition };

/** The names of the stores whose records have a version. */
type VersionedName = { [N in StoreName]: RecordTypes[N] extends Versioned ? N : never }[StoreName];

/**
 * Returns the change that inserts a record. The change set fails if another record has the same id or the same value of
 * a unique field.
 */
export function insertion<N extends StoreName>(store: N, record: RecordTypes[N]): Change {
  return { kind: 'insert', store, record } as unknown as Change;
}

/**
 * Returns the change that updates a record. The change set fails if the record no longer has the version of `seen`. A
 * field set to `undefined` is cleared.
 */
export function update<N extends VersionedName>(
  store: N,
  seen: RecordTypes[N] & Versioned,
  changes: Changes<RecordTypes[N]>,
): Change {
  const { id, version } = seen;
  const raised = { ...changes, version: version + 1 };
  return { kind: 'update', store, where: { id, version }, changes: raised, seen } as Change;
}

/**
 * Returns the change that updates a record. The change set fails if the record does not satisfy the conditions `where`.
 * A field set to `undefined` is cleared. A client is changed only by `update`, because a client that was read before is
 * recognized by its version.
 */
export function updateIf<N extends Exclude<StoreName, 'clients'>>(
  store: N,
  where: Conditions<RecordTypes[N]>,
  changes: { readonly [K in keyof RecordTypes[N]]?: RecordTypes[N][K] | undefined },
): Change {
  return { kind: 'update', store, where, changes } as unknown as Change;
}

/** Returns the change that deletes a record. The change set fails if the record no longer has the version of `seen`. */
export function deletion<N extends VersionedName>(store: N, seen: Pick<Versioned, 'id' | 'version'>): Change {
  const { id, version } = seen;
  return { kind: 'delete', store, where: { id, version } } as Change;
}

/**
 * Returns the change that deletes a record. The change set fails if the record does not satisfy the conditions `where`.
 */
export function deletionIf<N extends StoreName>(store: N, where: Conditions<RecordTypes[N]>): Change {
  return { kind: 'delete', store, where } as unknown as Change;
}

/**
 * Returns a check of a record that the change set depends on but does not change. The change set fails if the record
 * does not satisfy the conditions `where` when the set is committed.
 */
export function check<N extends StoreName>(store: N, where: Conditions<RecordTypes[N]>): Change {
  return { kind: 'check', store, where } as unknown as Change;
}

/**
 * Returns a check of a record. The change set fails if the record no longer has the version of `seen` when the set is
 * committed.
 */
export function checkVersion<N extends VersionedName>(store: N, seen: Pick<Versioned, 'id' | 'version'>): Change {
  const { id, version } = seen;
  return { kind: 'check', store, where: { id, version } } as Change;
}

/**
 * Computes the record after a successful update, so that it need not be read again. A field that the update clears is
 * absent, as in a record from the database.
 */
export function recordAfter<T extends Versioned>(seen: T, changes: Changes<T>): T {
  const record = { ...seen, ...changes, version: seen.version + 1 };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as unknown as T;
}
