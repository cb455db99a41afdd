/**
 * This folder is the typed client for the administration API. It sends GraphQL operations over HTTP and returns their
 * data. It runs in every environment that has `fetch`, and it must not import the commands or read their files. To
 * understand this folder, read the function `createAdminClient` first.
 */

import type { DocumentNode } from 'graphql';
import { READY_OPERATIONS, type ReadyOperations } from '../generated/operations.js';
import { type AdminClientOptions, sendOperation } from './send-operation.js';
import { type SubscribeOptions, subscribe } from './subscribe.js';
import type { ReadyOperation, TypedDocument } from './typed-document.js';

export * from '../generated/operations.js';
export { AdminRequestError, type AdminRequestErrorCode, type AdminRequestFault } from './admin-request-error.js';
export { everyNode } from './every-node.js';
export type { AdminClientOptions } from './send-operation.js';
export type { SubscribeOptions } from './subscribe.js';
export type { TypedDocument } from './typed-document.js';

/** A GraphQL operation that the caller wrote: its text, or the document that graphql-codegen generated from it. */
export type OwnDocument<Data, Variables> =
  | TypedDocument<Data, Variables>
  | ({ toString(): string } & { readonly __apiType?: (variables: Variables) => Data });

/** Callers can omit the argument `variables` if the operation has no required variable. */
type Given<Variables> = Record<never, never> extends Variables ? [variables?: Variables] : [variables: Variables];

export interface AdminClient extends ReadyOperations {
  /** Runs a GraphQL operation that the caller wrote, and returns the `data` of the response. */
  request<Data, Variables extends object = Record<string, unknown>>(
    document: OwnDocument<Data, Variables>,
    ...given: Given<Variables>
  ): Promise<Data>;
  /**
   * Runs a subscription, and yields the `data` of each event, for example `for await (const { auditEvents } of
   * admin.subscribe(AuditEventsStreamDocument))`. If the connection breaks, it connects again and continues after the
   * last event, so each event comes once. To end it, leave the loop or abort the signal.
   */
  subscribe<Data, Variables extends object>(
    document: OwnDocument<Data, Variables>,
    variables?: Variables,
    options?: SubscribeOptions,
  ): AsyncGenerator<Data, void, void>;
}

/**
 * Makes a client with one typed function for each query and mutation in the administration API. These functions throw
 * an `AdminRequestError` if no response arrives, or if the response contains errors.
 */
export function createAdminClient(options: AdminClientOptions): AdminClient {
  const ready = Object.entries(READY_OPERATIONS).map(([name, operation]) => [name, makeCall(options, operation)]);
  return {
    ...(Object.fromEntries(ready) as ReadyOperations),
    request: async <Data, Variables extends object = Record<string, unknown>>(
      document: OwnDocument<Data, Variables>,
      ...[variables]: Given<Variables>
    ) => (await sendOperation(options, await toText(document), variables ?? {})) as Data,
    subscribe: async function* <Data, Variables extends object>(
      document: OwnDocument<Data, Variables>,
      variables?: Variables,
      streamOptions?: SubscribeOptions,
    ) {
      const events = subscribe(options, await toText(document), variables ?? {}, streamOptions);
      yield* events as AsyncGenerator<Data, void, void>;
    },
  };
}

function makeCall(options: AdminClientOptions, { document, path, takesInput }: ReadyOperation) {
  return async (given?: object): Promise<unknown> => {
    const data = await sendOperation(options, document, takesInput ? { input: given } : (given ?? {}));
    return path.reduce((at, name) => (at as Record<string, unknown> | null)?.[name] ?? null, data);
  };
}

/**
 * Converts a GraphQL document to text. The package `graphql` is optional, so it is loaded only if the document is a
 * syntax tree.
 */
async function toText(document: OwnDocument<unknown, never>): Promise<string> {
  if (typeof document !== 'object' || !('kind' in document)) return String(document);
  const { print } = await import('graphql');
  return print(document as unknown as DocumentNode);
}
