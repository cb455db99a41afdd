import { type FieldChange, type Plan, type Step, shownChanges, sorted } from './plan-step.js';

const MARKS = { create: '+', update: '~', delete: '-' } as const;

/**
 * Describes a plan in lines of text for the terminal. A changed field is shown as `old → new`. It is safe to print both
 * values, because a configuration file contains no secrets. Members of objects are in the same order in both.
 */
export function describePlan({ steps, deletions }: Plan, deletes: boolean): string[] {
  const planned = [...(deletes ? deletions : []), ...steps];
  const count = (verb: Step['verb']) => planned.filter((step) => step.verb === verb).length;
  const kept = deletes ? [] : deletions;
  return [
    ...planned.flatMap(describeStep),
    ...kept.map(({ subject }) => `  ${subject} is not in the file and remains`),
    planned.length === 0
      ? 'Nothing to change.'
      : `${count('create')} to create, ${count('update')} to change, ${count('delete')} to delete.`,
  ];
}

function describeStep({ verb, subject, fields = [] }: Step): string[] {
  return [
    `${MARKS[verb]} ${subject}`,
    ...fields
      .flatMap(shownChanges)
      .map(
        (field) =>
          `    ${field.name}: ${'from' in field ? `${toText(field.from)} → ${toText(field.to)}` : toText(field.to)}`,
      ),
  ];
}

function toText(value: FieldChange['to']): string {
  return JSON.stringify(sorted(value ?? null));
}
