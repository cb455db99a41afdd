import type { DeviceLink } from '../../../model/passkeys/device-link.js';
import { describeEntity, instant, key, number, structure, text } from '../../entity.js';

export const deviceLinks = describeEntity<DeviceLink>('device_links', {
  fields: {
    id: key(),
    version: number(),
    generation: text(),
    userId: text(),
    sessionId: text(),
    sessionEpoch: number(),
    enrolmentEpoch: number(),
    device: structure(),
    passkey: structure(),
    outcome: text(),
    createdAt: instant(),
    expiresAt: instant(),
  },
  expiry: 'expiresAt',
});
