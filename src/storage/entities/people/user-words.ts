import { describeEntity, key, text, type WordEntry } from '../../entity.js';

export const userWords = describeEntity<WordEntry>('user_words', {
  fields: { id: key(), recordId: text() },
  indexes: [['recordId']],
});
