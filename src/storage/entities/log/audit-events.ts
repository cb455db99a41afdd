/*
 * This folder describes how the records of `model/log` are stored: columns and indexes. It does not check values. To
 * understand this folder, read this file first.
 */

import type { AuditEvent } from '../../../model/log/audit-event.js';
import { describeEntity, instant, json, key, number, text } from '../../entity.js';

export const auditEvents = describeEntity<AuditEvent>('audit_events', {
  fields: {
    id: key(),
    type: text(),
    at: instant(),
    outcome: text(),
    actorKind: text(),
    actorId: text(),
    userId: text(),
    clientId: text(),
    sessionId: text(),
    resource: text(),
    resourceId: text(),
    ipAddress: text(),
    detail: json(),
    expiresAt: instant(),
    sequence: number(),
    hash: text(),
    salts: json(),
    erased: json(),
  },
  // An event that has no number yet has its id in this column too, by which it is found.
  derived: { unnumbered: { from: 'id', as: (id) => id } },
  sparseIndexes: ['unnumbered'],
  indexes: [
    ['sequence'],
    ['type', 'sequence'],
    ['outcome', 'sequence'],
    ['actorId', 'sequence'],
    ['userId', 'sequence'],
    ['clientId', 'outcome', 'sequence'],
    ['clientId', 'type', 'sequence'],
    ['sessionId', 'sequence'],
    ['resourceId', 'sequence'],
    ['resource', 'sequence'],
    ['actorKind', 'sequence'],
    ['ipAddress', 'sequence'],
  ],
  // Events have no expiry here, because only the oldest events of the log may be deleted, after a checkpoint.
  readsMajority: true,
});
