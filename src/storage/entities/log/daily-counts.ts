import type { CountedEvents, DailyCount } from '../../../model/log/daily-count.js';
import { describeEntity, instant, json, key, number, text } from '../../entity.js';

export const dailyCounts = describeEntity<DailyCount>('daily_counts', {
  fields: { id: key(), clientId: text(), metric: text(), day: number(), quarters: json(), lastAt: instant() },
  indexes: [
    ['clientId', 'day'],
    ['clientId', 'metric', 'day'],
  ],
});

export const countedEvents = describeEntity<CountedEvents>('counted_events', {
  fields: { id: key(), after: number(), through: number() },
});
