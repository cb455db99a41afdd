import type { EnrolmentLink } from '../../../model/passkeys/enrolment-link.js';
import { describeEntity, flag, instant, key, number, structure, text } from '../../entity.js';

export const enrolmentLinks = describeEntity<EnrolmentLink>('enrolment_links', {
  fields: {
    id: key(),
    secretHash: text(),
    userId: text(),
    firstOwner: flag(),
    adminRole: text(),
    enrolmentEpoch: number(),
    mailedTo: text(),
    maker: structure(),
    createdAt: instant(),
    expiresAt: instant(),
    usedAt: instant(),
  },
  indexes: [['userId', 'createdAt']],
  expiry: 'expiresAt',
});
