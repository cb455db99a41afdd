import type { ProtectedHost } from '../../../model/clients/forward-auth.js';
import { describeEntity, key, text } from '../../entity.js';

export const protectedHosts = describeEntity<ProtectedHost>('protected_hosts', {
  fields: { id: key(), clientId: text(), clientGeneration: text() },
});
