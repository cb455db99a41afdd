import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

/** An authorization request that its client pushed ahead (RFC 9126). Its `request_uri` ends in `id.secret`. */
export interface PushedRequest {
  readonly id: string;
  readonly secretHash: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** What the authorization endpoint needs to go on; its own business. */
  readonly request: JsonObject;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type PushedRequestStore = RecordStore<PushedRequest>;
