import { describeWords } from '../../entity.js';

export const userWords = describeWords('user_words');
