import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

/** A pushed authorization request (RFC 9126). Its `request_uri` ends in `id.secret`. */
export interface PushedRequest {
  readonly id: string;
  readonly secretHash: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** The state of the authorization endpoint, which no other code reads. */
  readonly request: JsonObject;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type PushedRequestStore = RecordStore<PushedRequest>;
