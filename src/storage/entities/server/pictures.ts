import type { Picture } from '../../../model/server/picture.js';
import { describeEntity, instant, key, text } from '../../entity.js';

export const pictures = describeEntity<Picture>('pictures', {
  fields: {
    id: key(),
    userId: text(),
    clientId: text(),
    issuerId: text(),
    content: text(),
    createdAt: instant(),
  },
});
