import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

/**
 * An authorization request that a client sent in advance (RFC 9126). The client refers to it with a `request_uri` that
 * ends in `id.secret`.
 */
export interface PushedRequest {
  readonly id: string;
  readonly secretHash: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** The parameters of the authorization request. Only the code of the authorization endpoint reads them. */
  readonly request: JsonObject;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type PushedRequestStore = RecordStore<PushedRequest>;
