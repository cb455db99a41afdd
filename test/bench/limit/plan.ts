/*
 * This folder measures what the machine can do at best. It records what Passgraph does for an operation: statements,
 * signatures and HTTP exchanges. A bare server repeats them, and nothing else.
 */

import type { SQLInputValue } from 'node:sqlite';
import type { Shot } from '../contender.js';

/** The header that names the exchange. */
export const EXCHANGE_HEADER = 'x-bench-exchange';

export interface PlannedStatement {
  readonly text: string;
  readonly values: readonly SQLInputValue[];
}

/** A signature that was made or verified. */
export interface PlannedSignature {
  readonly alg: string;
  /** The bytes that are signed. */
  readonly bytes: number;
}

/** What the server did for one HTTP request. */
export interface Exchange {
  readonly reads: PlannedStatement[];
  /** Writes for which the response waited. */
  readonly writes: PlannedStatement[];
  /** Writes after the response. */
  readonly lateWrites: PlannedStatement[];
  readonly signatures: PlannedSignature[];
  readonly verifications: PlannedSignature[];
  status: number;
  headers: Readonly<Record<string, string | string[]>>;
  body: string;
}

export interface Plan {
  readonly exchanges: readonly Exchange[];
  /** For each scenario, several recorded operations, each a list of requests. Their ids differ. */
  readonly operations: Readonly<Record<string, readonly (readonly Shot[])[]>>;
}
