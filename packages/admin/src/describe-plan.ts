import type { FieldChange, Plan, Step } from './plan-step.js';

const MARKS = { create: '+', update: '~', delete: '-' } as const;

/** The plan as people read it: what is made, changed and deleted, each field old → new. Secrets are in no field. */
export function describePlan({ steps, deletions }: Plan, deletes: boolean): string[] {
  const taken = [...(deletes ? deletions : []), ...steps];
  const count = (verb: Step['verb']) => taken.filter((step) => step.verb === verb).length;
  const kept = deletes ? [] : deletions;
  return [
    ...taken.flatMap(describeStep),
    ...kept.map(({ what }) => `  ${what} is not in the file, and stays without --delete`),
    taken.length === 0
      ? 'Nothing to change.'
      : `${count('create')} to create, ${count('update')} to change, ${count('delete')} to delete.`,
  ];
}

function describeStep({ verb, what, fields = [] }: Step): string[] {
  return [
    `${MARKS[verb]} ${what}`,
    ...fields.map(
      (field) =>
        `    ${field.name}: ${'from' in field ? `${shown(field.from)} → ${shown(field.to)}` : shown(field.to)}`,
    ),
  ];
}

function shown(value: FieldChange['to']): string {
  return JSON.stringify(value ?? null);
}
