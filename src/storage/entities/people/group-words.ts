import { describeWords } from '../../entity.js';

export const groupWords = describeWords('group_words');
