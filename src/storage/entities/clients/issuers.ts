import type { Issuer } from '../../../model/clients/issuer.js';
import { describeEntity, instant, key, number, optionalUnique, text } from '../../entity.js';

export const issuers = describeEntity<Issuer>('issuers', {
  fields: {
    id: key(),
    version: number(),
    order: text(),
    generation: text('incarnation'),
    slug: optionalUnique(),
    pairwiseSalt: text(),
    createdAt: instant(),
  },
  indexes: [['order']],
});
