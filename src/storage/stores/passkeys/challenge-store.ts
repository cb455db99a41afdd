/*
 * This folder implements the stores of `model/passkeys`. Each method is one statement, so that a challenge or link
 * cannot be used twice. It knows nothing about WebAuthn. To understand this folder, read this file first.
 */

import { after } from '../../../model/conditions.js';
import type { ChallengeStore } from '../../../model/passkeys/challenge.js';
import type { Database } from '../../database.js';
import { challenges } from '../../entities/passkeys/challenges.js';
import { openTable, recordStore } from '../../table.js';

export function openChallengeStore(database: Database): ChallengeStore {
  const table = openTable(database, challenges);
  return {
    ...recordStore(table),
    take: (id, ceremony, browserHash, now) => table.take({ id, ceremony, browserHash, expiresAt: after(now) }),
  };
}
