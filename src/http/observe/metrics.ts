import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/**
 * The metrics of this process. They contain the name of a route instead of the path, because a path may contain an
 * identifier.
 */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** Starts to measure a request. The caller must call the returned function when the response is closed. */
  begin(): (labels: { route: string; method: string; status: number }) => void;
}

/**
 * `log` counts the log lines that were not written. If `log` is omitted, the metrics say that all lines were written.
 */
export function makeMetrics(log: { dropped(): number } = { dropped: () => 0 }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Number of requests',
    labelNames: ['route', 'method', 'status'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the start of the request to the end of the response',
    labelNames: ['route', 'method'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Number of log lines that were not written because their destination failed or was too slow',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(log.dropped());
    },
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    begin: () => {
      const stop = durations.startTimer();
      return ({ route, method, status }) => {
        stop({ route, method });
        requests.inc({ route, method, status });
      };
    },
  };
}
