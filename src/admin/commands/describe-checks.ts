import type { CheckState } from '../setup/finding.js';
import type { SetupCheck } from '../setup/setup-checks.js';

/** A check as the command prints it. `SERVER` and `START` are those of the command itself. */
export interface DoctorCheck extends Omit<SetupCheck, 'id'> {
  readonly id: SetupCheck['id'] | 'SERVER' | 'START';
}

/** The groups, in the order in which a person should read them. */
const GROUPS: readonly (readonly [state: CheckState, heading: string, counted: string])[] = [
  ['FAILED', 'Does not work', 'failed'],
  ['WARNING', 'Should be changed', 'to change'],
  ['UNKNOWN', 'Could not be checked', 'unknown'],
  ['OK', 'Is fine', 'fine'],
];

/** Writes the checks for a person, the most urgent first. */
export function describeChecks(checks: readonly DoctorCheck[]): string {
  const groups = GROUPS.flatMap(([state, heading]) => {
    const found = checks.filter((check) => check.state === state);
    return found.length === 0 ? [] : [[heading, ...found.flatMap(linesOf)].join('\n')];
  });
  const counts = GROUPS.map(([state, , text]) => `${checks.filter((check) => check.state === state).length} ${text}`);
  return [...groups, `${counts.join(', ')}.`].join('\n\n');
}

/** Two characters more than the longest id. */
const NAME_WIDTH = 16;
const LINE_WIDTH = 110;

function linesOf({ id, state, message, documentation }: DoctorCheck): string[] {
  const lines = [...message.split('\n').flatMap(wrap), ...(state === 'OK' ? [] : [`See ${documentation}`])];
  return lines.map((line, index) => `  ${(index === 0 ? id : '').padEnd(NAME_WIDTH)}${line}`);
}

function wrap(text: string): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length >= LINE_WIDTH - NAME_WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}
