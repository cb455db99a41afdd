import type { JsonObject } from '../../model/json.js';

/** A JSON response, with the headers that its specification requires. */
export interface JsonAnswer {
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** RFC 6749 §5.1: the server must send these headers with every response that contains tokens or credentials. */
export const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;
