import type { Mail } from '../../../model/server/mail.js';
import { describeEntity, instant, json, key, number, optionalUnique, text } from '../../entity.js';

export const mails = describeEntity<Mail>('mails', {
  fields: {
    id: key(),
    version: number(),
    kind: text(),
    recipient: text(),
    userId: text(),
    state: text(),
    content: json(),
    attempts: number(),
    onceKey: optionalUnique(),
    error: text(),
    nextAttemptAt: instant(),
    createdAt: instant(),
    sentAt: instant(),
    giveUpAt: instant(),
    expiresAt: instant(),
  },
  indexes: [['nextAttemptAt'], ['state', 'id'], ['userId', 'id']],
  expiry: 'expiresAt',
});
