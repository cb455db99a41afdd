import { describeWords } from '../../entity.js';

export const clientWords = describeWords('client_words');
