import type { Role } from '../../../model/access/role.js';
import { MAX_CHOSEN_ID_LENGTH } from '../../../model/key-length.js';
import { describeEntity, key, number, structure, text, unique } from '../../entity.js';

export const roles = describeEntity<Role>('roles', {
  maxKeyLength: MAX_CHOSEN_ID_LENGTH,
  fields: {
    id: key(),
    version: number(),
    order: text(),
    generation: unique(),
    key: unique(),
    clientId: text(),
    clientGeneration: text(),
    resource: text(),
    name: text(),
    description: text(),
    scopes: structure(),
  },
  indexes: [['order'], ['clientGeneration', 'order'], ['resource', 'order']],
});
