import { type GraphqlBody, readBody } from '../../../../../packages/admin/src/client/send-operation.js';
import { readServerSentEvents } from '../../../../../packages/admin/src/client/server-sent-events.js';
import type { Connection } from '../../../server/connection.js';

/** The body of a GraphQL request. */
export interface OperationRequest {
  readonly query: string;
  readonly variables: object;
  readonly operationName?: string | undefined;
}

/**
 * Sends an operation, and yields its response, or one response for each event of a subscription. Responses with errors
 * are responses too, because they can have data.
 *
 * @throws AdminRequestError if no GraphQL response comes
 */
export async function* runOperation(
  connection: Connection,
  request: OperationRequest,
  signal: AbortSignal,
): AsyncGenerator<GraphqlBody, void, void> {
  const headers = { accept: 'application/json, text/event-stream' };
  const response = await connection.open(request, { signal, headers });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!isStream || response.body === null) return yield readBody(response);
  for await (const { type, data } of readServerSentEvents(response.body)) {
    if (type === 'complete') return;
    if (type === 'next') yield JSON.parse(data) as GraphqlBody;
  }
}
