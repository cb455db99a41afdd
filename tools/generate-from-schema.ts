import { printSchemaText } from '../src/graphql/build-schema.js';
import { makeApiReference } from './make-api-reference.js';
import { makeTypedClient } from './make-typed-client.js';

/** What is made from the schema that the resolvers give, by the path that it is kept at. */
export const generated: Readonly<Record<string, () => string | Promise<string>>> = {
  'schema.graphql': printSchemaText,
  'packages/admin/src/generated/operations.ts': () => makeTypedClient(printSchemaText()),
  'docs/api.md': () => makeApiReference(printSchemaText()),
};
