import type { DocumentNode } from 'graphql';
import { READY_OPERATIONS, type ReadyOperations } from './generated/operations.js';
import { type AdminClientOptions, sendOperation } from './send-operation.js';
import type { ReadyOperation, TypedDocument } from './typed-document.js';

export { AdminRequestError, type AdminRequestErrorCode, type AdminRequestFault } from './admin-request-error.js';
export { everyNode } from './every-node.js';
export * from './generated/operations.js';
export type { AdminClientOptions } from './send-operation.js';
export type { TypedDocument } from './typed-document.js';

/** A document of one's own: text, or what graphql-codegen makes of it in any of its modes. */
export type OwnDocument<Data, Variables> =
  | TypedDocument<Data, Variables>
  | ((DocumentNode | { toString(): string }) & { readonly __apiType?: (variables: Variables) => Data });

/** Variables are left out where none must be given. */
type Given<Variables> = Record<never, never> extends Variables ? [variables?: Variables] : [variables: Variables];

export interface AdminClient extends ReadyOperations {
  /** Runs an operation of one's own and gives its `data`. */
  request<Data, Variables extends object>(
    document: OwnDocument<Data, Variables>,
    ...given: Given<Variables>
  ): Promise<Data>;
}

/**
 * The administration API with one typed function for each of its queries and mutations. They give what their field
 * gives, and throw an `AdminRequestError` that has the API's `code` and `field`.
 */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const ready = Object.entries(READY_OPERATIONS).map(([name, operation]) => [name, runs(options, operation)]);
  return {
    ...(Object.fromEntries(ready) as ReadyOperations),
    request: async <Data, Variables extends object>(
      document: OwnDocument<Data, Variables>,
      ...[variables]: Given<Variables>
    ) => (await sendOperation(options, await textOf(document), variables ?? {})) as Data,
  };
}

function runs(options: AdminClientOptions, { document, path, takesInput }: ReadyOperation) {
  return async (given?: object): Promise<unknown> => {
    const data = await sendOperation(options, document, takesInput ? { input: given } : (given ?? {}));
    return path.reduce((at, name) => (at as Record<string, unknown> | null)?.[name] ?? null, data);
  };
}

async function textOf(document: OwnDocument<unknown, never>): Promise<string> {
  if (typeof document !== 'object' || !('kind' in document)) return String(document);
  const { print } = await import('graphql');
  return print(document);
}
