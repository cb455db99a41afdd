import { describeEntity, key, text, type WordEntry } from '../../entity.js';

export const groupWords = describeEntity<WordEntry>('group_words', {
  fields: { id: key(), recordId: text() },
  indexes: [['recordId']],
});
