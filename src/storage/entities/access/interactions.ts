import type { Interaction } from '../../../model/access/interaction.js';
import { describeEntity, flag, instant, json, key, text } from '../../entity.js';

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
    deniedAt: instant(),
    finishedAt: instant(),
  },
  expiry: 'expiresAt',
});
