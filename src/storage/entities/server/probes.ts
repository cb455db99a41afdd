import { describeEntity, instant, key } from '../../entity.js';

/** The time of the latest successful probe. */
export interface Probe {
  readonly id: string;
  readonly at: Date;
}

export const PROBE_ID = 'probe';

export const probes = describeEntity<Probe>('probes', { fields: { id: key(), at: instant() } });
