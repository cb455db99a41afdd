/*
 * This folder describes how the records of `model/log` are stored: columns and indexes. It does not check values. To
 * understand this folder, read this file first.
 */

import type { AuditEvent } from '../../../model/log/audit-event.js';
import { describeEntity, instant, json, key, text } from '../../entity.js';

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
  },
  indexes: [
    ['type', 'id'],
    ['outcome', 'id'],
    ['actorId', 'id'],
    ['userId', 'id'],
    ['clientId', 'id'],
    ['sessionId', 'id'],
    ['resourceId', 'id'],
  ],
  expiry: 'expiresAt',
});
