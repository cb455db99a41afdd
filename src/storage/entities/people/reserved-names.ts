import type { ReservedName } from '../../../model/people/reserved-name.js';
import { describeEntity, instant, key, text } from '../../entity.js';

export const reservedNames = describeEntity<ReservedName>('reserved_names', {
  fields: { id: key(), reservedFor: text(), createdAt: instant() },
});
