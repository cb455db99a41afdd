import type { Owners } from '../../../model/people/owners.js';
import { describeEntity, key, number, structure } from '../../entity.js';

export const owners = describeEntity<Owners>('owners', {
  fields: { id: key(), version: number(), userIds: structure() },
});
