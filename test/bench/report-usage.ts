/** What a measured server has used so far. */
export interface Usage {
  /** Microseconds of processor time, of all threads. */
  readonly cpu: number;
  /** The memory of the process that is in RAM, in bytes: now, and at most so far. */
  readonly memory: number;
  readonly peakMemory: number;
}

/** Loaded into a measured server: on request it sends what the process has used. */
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const { maxRSS } = process.resourceUsage();
  const usage: Usage = { cpu: user + system, memory: process.memoryUsage.rss(), peakMemory: maxRSS * 1024 };
  process.send?.({ usage });
});
