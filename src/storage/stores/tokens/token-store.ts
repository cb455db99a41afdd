/*
 * This folder implements the stores of `model/tokens`. Each method is one statement. The changes that prevent a second
 * use of a code or refresh token are in `model/tokens/token-changes.ts`, and the rules for rotating refresh tokens in
 * `src/oidc`. To understand this folder, read this file first.
 */

import { before } from '../../../model/conditions.js';
import type { TokenStore } from '../../../model/tokens/token.js';
import type { Database } from '../../database.js';
import { tokens } from '../../entities/tokens/tokens.js';
import { openTable, recordStore } from '../../table.js';

export function openTokenStore(database: Database): TokenStore {
  const table = openTable(database, tokens);
  return {
    ...recordStore(table),
    repeat: async ({ id, successorId }, limit) =>
      successorId !== undefined &&
      table.increment({ id, endedAt: null, successorId, repetitions: before(limit) }, 'repetitions'),
    retire: (id, endedAt) => table.change({ id, endedAt: null, replacedAt: null }, { endedAt }),
  };
}
