/** Loaded into a server that is measured: tells, when asked, how much processor time it has used (microseconds). */
process.on('message', (asked) => {
  if (asked !== 'cpu') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system });
});
