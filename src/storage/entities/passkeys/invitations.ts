import type { Invitation } from '../../../model/passkeys/invitation.js';
import { describeEntity, flag, instant, key, number, structure, text } from '../../entity.js';

export const invitations = describeEntity<Invitation>('invitations', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    secretHash: text(),
    name: text(),
    groups: structure(),
    emailDomain: text(),
    askEmail: flag(),
    requiresApproval: flag(),
    maxUses: number(),
    uses: number(),
    maker: structure(),
    createdAt: instant(),
    expiresAt: instant(),
    keptUntil: instant(),
  },
  indexes: [['order']],
  expiry: 'keptUntil',
});
