import type { JsonObject } from '../../model/json.js';

/** A JSON answer, with the headers that its specification demands. */
export interface JsonAnswer {
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** RFC 6749 §5.1: whatever holds tokens or credentials MUST NOT be cached. */
export const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' } as const;
