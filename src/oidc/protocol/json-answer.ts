import type { JsonObject } from '../../model/json.js';

/** The response of an endpoint: a JSON body and HTTP headers. */
export interface JsonAnswer {
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers that forbid caching. RFC 6749 §5.1 requires them in every response with tokens or credentials. */
export const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;
