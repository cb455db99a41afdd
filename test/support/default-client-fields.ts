import { clientDefaults } from '../../src/admin/clients/client-defaults.js';
import { fieldsOf } from '../../src/admin/clients/client-settings.js';
import type { ClientSettingFields } from '../../src/model/clients/client.js';

/** The settings of a client that has only a name, as a record contains them: without absent members. */
export function defaultClientFields(name: string): ClientSettingFields {
  const fields = fieldsOf({ ...clientDefaults({ maxAccessTokenLifetime: 300 }), name });
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as unknown as ClientSettingFields;
}
