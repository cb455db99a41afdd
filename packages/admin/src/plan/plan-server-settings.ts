import type { Configuration } from '../configuration/configuration.js';
import type { ServerState } from '../configuration/server-state.js';
import { changedFields, type FieldChange, type Plan, type Step, valuesOf } from './plan-step.js';

/** A setting that the file omits keeps its value, even with `--delete`. `null` removes the stored value. */
export function planServerSettings({ serverSettings }: Configuration, state: ServerState): Plan {
  const fields = changedFields(state.serverSettings, serverSettings ?? {});
  const limits = fields.filter((field) => isLimit(field, state));
  const others = fields.filter((field) => !limits.includes(field));
  return { steps: [others, limits].flatMap(settingsStep), deletions: [], problems: [] };
}

function settingsStep(fields: readonly FieldChange[]): Step[] {
  if (fields.length === 0) return [];
  return [
    {
      verb: 'update',
      subject: SERVER_SETTINGS,
      path: ['serverSettings'],
      fields,
      run: ({ admin }) => admin.updateServerSettings(valuesOf(fields)),
    },
  ];
}

const SERVER_SETTINGS = 'server settings';

/**
 * Whether the server refuses new clients or users after this change that it accepted before. Existing records keep what
 * a later limit excludes, so an export can contain such records.
 */
function isLimit({ name, to }: FieldChange, { maxAccessTokenLifetime = 0 }: ServerState): boolean {
  if (name === 'requireSignedRequestObject' || name === 'uniqueEmails') return to === true;
  return name === 'maxAccessTokenLifetime' && typeof to === 'number' && to < maxAccessTokenLifetime;
}

/** Whether the step sets limits for new records. Such steps run after the records of the file exist. */
export function isLimitStep({ subject, fields = [] }: Step, state: ServerState): boolean {
  return subject === SERVER_SETTINGS && fields.some((field) => isLimit(field, state));
}
