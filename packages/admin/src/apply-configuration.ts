import { type AdminClient, AdminRequestError } from './admin-client.js';
import type { Configuration } from './configuration.js';
import { makePlan } from './make-plan.js';
import type { Plan, Step, Taking } from './plan-step.js';
import type { ReadConfiguration } from './read-configuration.js';
import { readState, type ServerState } from './server-state.js';

/** A plan with the state that it was made from. */
export interface PlannedChange {
  readonly plan: Plan;
  readonly state: ServerState;
}

export async function planChange(admin: AdminClient, file: Configuration, deletes: boolean): Promise<PlannedChange> {
  const state = await readState(admin, file, { whole: (kind) => deletes && file[kind] !== undefined });
  return { plan: makePlan(file, state, deletes), state };
}

/** Takes the steps one by one. Killed in between, and run again, it comes to the same end. */
export async function takeSteps(
  steps: readonly Step[],
  taking: Taking,
  place: ReadConfiguration['place'],
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    await step.take(taking).catch((error: unknown) => {
      if (!(error instanceof AdminRequestError)) throw error;
      throw new Error(`${sentenceOf(step, error, place)} ${progress(index, steps.length)}`, { cause: error });
    });
  }
}

/** What the API says of a field, with the place in the file that the field has. */
function sentenceOf({ what, path }: Step, { message, field }: AdminRequestError, place: ReadConfiguration['place']) {
  const below = field === undefined ? [] : field.split('.');
  return `${path === undefined ? what : place([...path, ...below])}: ${message}`;
}

function progress(taken: number, all: number): string {
  return taken === 0 ? 'Nothing was changed.' : `${taken} of ${all} changes were made; run it again for the others.`;
}
