import type { Invitation } from '../../../model/passkeys/invitation.js';
import { describeEntity, instant, key, number, structure, text } from '../../entity.js';

export const invitations = describeEntity<Invitation>('invitations', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    secretHash: text(),
    name: text(),
    groups: structure(),
    maxUses: number(),
    uses: number(),
    maker: structure(),
    createdAt: instant(),
    expiresAt: instant(),
  },
  indexes: [['order']],
  expiry: 'expiresAt',
});
