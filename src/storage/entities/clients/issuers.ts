import type { Issuer } from '../../../model/clients/issuer.js';
import { MAX_CHOSEN_ID_LENGTH } from '../../../model/key-length.js';
import { describeEntity, instant, key, number, optionalUnique, structure, text } from '../../entity.js';

export const issuers = describeEntity<Issuer>('issuers', {
  maxKeyLength: MAX_CHOSEN_ID_LENGTH,
  fields: {
    id: key(),
    version: number(),
    order: text(),
    generation: text('incarnation'),
    slug: optionalUnique(),
    pairwiseSalt: text(),
    branding: structure(),
    createdAt: instant(),
  },
  indexes: [['order']],
});
