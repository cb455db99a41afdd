import { environmentName } from '../../model/server/server-settings.js';
import { hasPassed } from '../../model/time.js';
import { storedSettings } from '../server-settings/server-settings-update.js';
import { settingSources } from '../server-settings/settings-in-force.js';
import { type Finding, failed, ok, unknown, warning, worstOf } from './finding.js';
import type { CheckDeps } from './surroundings.js';

/** Whether the environment overrides stored settings, or has keys and exceptions that should be removed. */
export async function checkEnvironment(deps: Pick<CheckDeps, 'config' | 'store'>): Promise<Finding> {
  const { config } = deps;
  const stored = await storedSettings(deps);
  const sources = Object.entries(settingSources(config, stored));
  const overridden = sources
    .filter(([name, source]) => source === 'ENVIRONMENT' && name in stored)
    .map(([name]) => environmentName(name as keyof typeof stored));
  const problems: Finding[] = [];
  if (overridden.length > 0)
    problems.push(
      warning(
        `${overridden.join(', ')} in the environment overrides what an administrator stored. Remove one of the two.`,
      ),
    );
  if (config.bootstrapApiKey !== undefined)
    problems.push(
      warning(
        'BOOTSTRAP_API_KEY has all permissions and never expires. Create an API key with npm run api-key, and remove it.',
      ),
    );
  if (config.allowEmptyDatabase)
    problems.push(warning('ALLOW_EMPTY_DATABASE is set. Remove it, so that the loss of the database is noticed.'));
  if (config.secretKeys.length > 1)
    problems.push(
      warning(`SECRET_KEY has ${config.secretKeys.length} keys. Run npm run reseal, then remove all but the first.`),
    );
  return worstOf(problems, 'The environment overrides no stored setting, and has no key that should be removed.');
}

/** Whether the jobs of this process run. */
export function checkJobs({ around }: Pick<CheckDeps, 'around'>): Finding {
  const runs = around.jobRuns?.();
  if (runs === undefined) return unknown('Only the running server knows whether its jobs run.');
  const failing = runs.filter(({ failures }) => failures > 0);
  const names = failing.map(({ name }) => name).join(', ');
  if (failing.some(({ failures }) => failures >= MANY_FAILURES))
    return failed(`These jobs fail again and again: ${names}. The log has the reason.`);
  if (failing.length > 0)
    return warning(`The last run of these jobs failed: ${names}. They try again; the log has the reason.`);
  return ok(`${runs.length} jobs run, such as the deletion of expired records.`);
}

const MANY_FAILURES = 3;

/** The end of support of each version with long-term support (https://github.com/nodejs/release). */
const SUPPORTED_UNTIL: Readonly<Record<number, string>> = { 24: '2028-04-30', 26: '2029-04-30' };

/** Whether this version of Node gets security updates. */
export function checkNodeVersion({ clock, around }: Pick<CheckDeps, 'clock' | 'around'>): Finding {
  const { nodeVersion } = around;
  const major = Number(/\d+/.exec(nodeVersion)?.[0]);
  const end = SUPPORTED_UNTIL[major];
  if (end !== undefined && hasPassed(new Date(end), clock.now()))
    return failed(
      `Node ${nodeVersion} has had no security updates since ${end}. Install a newer version of Passgraph, or of Node.`,
    );
  if (end === undefined && major % 2 === 1)
    return warning(
      `Node ${nodeVersion} is not a version with long-term support. Use an even version, such as Node 26.`,
    );
  return ok(`Node ${nodeVersion}${end === undefined ? '' : ` gets security updates until ${end}`}.`);
}
