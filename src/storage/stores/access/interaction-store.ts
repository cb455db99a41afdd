import type { Interaction, InteractionStore } from '../../../model/access/interaction.js';
import { after } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, flag, instant, json, key, text } from '../../entity.js';
import { openTable, recordStore } from '../../table.js';

export const interactions = describeEntity<Interaction>('interactions', {
  fields: {
    id: key(),
    browserHash: text(),
    kind: text(),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    request: json(),
    loginHint: text(),
    uiLocales: text(),
    register: flag(),
    authenticateAfter: instant(),
    consent: json(),
    createdAt: instant(),
    expiresAt: instant(),
    finishedAt: instant(),
  },
  expiry: 'expiresAt',
});

export function openInteractionStore(database: Database): InteractionStore {
  const table = openTable(database, interactions);
  return {
    ...recordStore(table),
    bind: (id, browserHash) => table.change({ id, browserHash: null }, { browserHash }),
    update: (id, changes) => table.change({ id, finishedAt: null }, changes),
    finish: (id, browserHash, now) =>
      table.change({ id, browserHash, finishedAt: null, expiresAt: after(now) }, { finishedAt: now }),
  };
}
