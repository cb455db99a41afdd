import type { Owners } from '../../../model/people/owners.js';
import { describeEntity, key, number, structure, text } from '../../entity.js';

export const owners = describeEntity<Owners>('owners', {
  fields: { id: key(), version: number(), userIds: structure(), exemptUserId: text() },
});
