/**
 * Preloaded (`--import`) into every process that the supervisor starts: when the supervisor is killed outright, its
 * pipe closes, and the process shuts down as on SIGTERM, within 10 seconds.
 */
// Only the process itself: what it forks inherits the preload, and has a pipe of its own to its parent.
if (process.env.SWITCHYARD_SUPERVISED) {
  delete process.env.SWITCHYARD_SUPERVISED;
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // The pipe alone shall not keep a process alive that has nothing left to do.
  process.channel?.unref();
}
