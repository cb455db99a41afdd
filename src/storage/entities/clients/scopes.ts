import type { Scope } from '../../../model/clients/scope.js';
import { describeEntity, flag, key, number, structure, text } from '../../entity.js';

export const scopes = describeEntity<Scope>('scopes', {
  fields: {
    id: key(),
    version: number(),
    description: text(),
    claims: structure(),
    resource: text(),
    requiresRole: flag(),
  },
});
