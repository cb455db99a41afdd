import type { Configuration } from '../configuration/configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import { changedFields, type Plan, valuesOf } from './plan-step.js';

/** A setting that the file omits keeps its value, even with `--delete`. `null` removes the stored value. */
export function planServerSettings({ serverSettings }: Configuration, state: ServerState): Plan {
  const fields = changedFields(state.serverSettings, serverSettings ?? {});
  if (fields.length === 0) return { steps: [], deletions: [], problems: [] };
  return {
    steps: [
      {
        verb: 'update',
        subject: 'server settings',
        path: ['serverSettings'],
        fields,
        run: ({ admin }) => admin.updateServerSettings(valuesOf(fields)),
      },
    ],
    deletions: [],
    problems: [],
  };
}
