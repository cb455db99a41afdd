import { type AdminClient, AdminRequestError } from '../client/admin-client.js';
import { makePlan } from '../plan/make-plan.js';
import type { Plan, Step, StepContext } from '../plan/plan-step.js';
import type { Configuration } from './configuration.js';
import type { ReadConfiguration } from './read-configuration.js';
import { readState, type ServerState } from './server-state.js';

/** A plan, together with the state of the server from which the plan was computed. */
export interface PlannedChange {
  readonly plan: Plan;
  readonly state: ServerState;
}

export async function planChange(admin: AdminClient, file: Configuration, deletes: boolean): Promise<PlannedChange> {
  const state = await readState(admin, file, { whole: (kind) => deletes && file[kind] !== undefined });
  return { plan: makePlan(file, state, deletes), state };
}

/**
 * Runs the steps one after another. If the process is killed halfway, the user can run the command again to complete
 * the remaining steps.
 */
export async function runSteps(
  steps: readonly Step[],
  context: StepContext,
  place: ReadConfiguration['place'],
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    await step.run(context).catch((error: unknown) => {
      if (!(error instanceof AdminRequestError)) throw error;
      const problem = toSentence(step, error, place);
      const changesMade = progress(index, steps.length);
      throw new Error(`${problem} ${changesMade}`, { cause: error });
    });
  }
}

/** Returns the API's error message, preceded by the path and line of the faulty entry in the configuration file. */
function toSentence({ subject, path }: Step, { message, field }: AdminRequestError, place: ReadConfiguration['place']) {
  const below = field === undefined ? [] : field.split('.');
  return `${path === undefined ? subject : place([...path, ...below])}: ${message}`;
}

function progress(done: number, all: number): string {
  return done === 0
    ? 'Nothing was changed.'
    : `${done} of ${all} changes were made. Run the command again to make the remaining changes.`;
}
