import { describeEntity, key, text, type WordEntry } from '../../entity.js';

export const clientWords = describeEntity<WordEntry>('client_words', {
  fields: { id: key(), recordId: text() },
  indexes: [['recordId']],
});
