import { printSchemaText } from '../src/graphql/schema-build.js';
import { makeCatalogue } from './catalogue/compile-catalogue.js';
import { makeProductPages } from './catalogue/make-product-pages.js';
import { makeApiReference } from './make-api-reference.js';
import { makeConfigurationMembers } from './make-configuration-members.js';
import { consoleOperations } from './make-console-operations.js';
import { makeConsoleSettings } from './make-console-settings.js';
import { makeConsoleTextKeys } from './make-console-text-keys.js';
import { makeTypedClient } from './make-typed-client.js';

/**
 * The files that `npm run schema` writes. Each key is the path of a file, and each function returns the text of its
 * file.
 */
export const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  'schema.graphql': printSchemaText,
  'packages/admin/src/generated/operations.ts': () => makeTypedClient(printSchemaText()),
  'packages/admin/src/generated/configuration-members.ts': makeConfigurationMembers,
  'console/src/generated/client-settings.ts': makeConsoleSettings,
  'console/src/generated/text-keys.ts': makeConsoleTextKeys,
  ...consoleOperations(printSchemaText),
  'docs/api.md': () => makeApiReference(printSchemaText()),
  'src/admin/catalogue/catalogue.json': makeCatalogue,
  ...(await productPages()),
};

async function productPages(): Promise<Record<string, () => string>> {
  const pages = Object.entries(await makeProductPages());
  return Object.fromEntries(pages.map(([path, text]) => [path, () => text]));
}
