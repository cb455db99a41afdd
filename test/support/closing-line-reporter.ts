import { existsSync, readFileSync } from 'node:fs';

/** The part of jest's `AggregatedResult` that this file reads. */
interface RunResult {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly testResults: readonly CaseResult[] }[];
}

interface CaseResult {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
}

function countsOf(result: RunResult) {
  return {
    passed: result.numPassedTests,
    /** A file that cannot be loaded has no tests, so it counts as one failure. */
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** Counts the skipped tests by the title of their outermost `describe`, or by their own title. */
function skippedPlaces(result: RunResult): Map<string, number> {
  const places = new Map<string, number>();
  for (const { ancestorTitles, title, status } of result.testResults.flatMap((file) => file.testResults)) {
    if (status === 'passed' || status === 'failed') continue;
    const place = ancestorTitles[0] ?? title;
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  return places;
}

/** The titles that may be skipped in CI, without the reason in parentheses. A line with # is a comment. */
function readMaySkip(path: string): Set<string> {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return new Set(lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')));
}

function withoutReason(title: string): string {
  return title.replace(/ \((lacks|skipped).*\)$/s, '');
}

interface ReporterOptions {
  readonly maySkip?: string;
}

/**
 * Ends a run with `N passed, N failed, N skipped`, after one line for each title with skipped tests. A run without
 * tests fails. If CI is true, a skip fails the run unless `test/may-skip.txt` has its title.
 */
export default class ClosingLineReporter {
  readonly #maySkip: Set<string>;
  readonly #isFiltered: boolean;
  #problem: string | undefined;

  constructor(config: { readonly testNamePattern?: string }, { maySkip = 'test/may-skip.txt' }: ReporterOptions = {}) {
    this.#maySkip = readMaySkip(maySkip);
    this.#isFiltered = Boolean(config.testNamePattern);
  }

  onRunComplete(_contexts: unknown, result: RunResult): void {
    const { passed, failed, skipped } = countsOf(result);
    const places = skippedPlaces(result);
    const forbidden = [...places.keys()].filter((place) => !this.#maySkip.has(withoutReason(place)));
    if (passed + failed === 0) this.#problem = 'No test ran.';
    else if (process.env.CI === 'true' && !this.#isFiltered && forbidden.length > 0) {
      this.#problem = `These tests must not be skipped in CI: ${forbidden.join('; ')}.`;
    }
    // jest writes its own summary after every reporter.
    process.once('exit', () => {
      for (const [place, count] of places) process.stdout.write(`skipped ${count}: ${place}\n`);
      if (this.#problem !== undefined) process.stdout.write(`${this.#problem}\n`);
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    });
  }

  getLastError(): Error | undefined {
    return this.#problem === undefined ? undefined : new Error(this.#problem);
  }
}
