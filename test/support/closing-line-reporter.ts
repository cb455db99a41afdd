/** The part of jest's `AggregatedResult` that is read here. */
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
    /** A file that does not load has no tests to count, and is a failure. */
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** `describe` titles (or the title of a test that stands alone) and how many tests are skipped there. */
function skippedPlaces(result: RunResult): Map<string, number> {
  const places = new Map<string, number>();
  for (const { ancestorTitles, title, status } of result.testResults.flatMap((file) => file.testResults)) {
    if (status === 'passed' || status === 'failed') continue;
    const place = ancestorTitles[0] ?? title;
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  return places;
}

/**
 * Ends a run with `N passed, N failed, N skipped`, after a line for each place where tests are skipped. A run in which
 * no test ran fails.
 */
export default class ClosingLineReporter {
  #ranNothing = false;

  onRunComplete(_contexts: unknown, result: RunResult): void {
    const { passed, failed, skipped } = countsOf(result);
    this.#ranNothing = passed + failed === 0;
    // jest writes its own summary after every reporter
    process.once('exit', () => {
      for (const [place, count] of skippedPlaces(result)) process.stdout.write(`skipped ${count}: ${place}\n`);
      process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    });
  }

  getLastError(): Error | undefined {
    return this.#ranNothing ? new Error('no test ran') : undefined;
  }
}
