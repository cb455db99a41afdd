import type { JsonObject } from '../../model/json.js';

/** A JSON response, with the headers that its specification requires. */
export interface JsonAnswer {
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** RFC 6749 §5.1: a response with tokens or credentials MUST include these headers. */
export const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;
