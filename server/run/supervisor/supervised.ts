/**
 * Preloaded (`--import`) into every process that the supervisor starts: when the supervisor is killed, its pipe closes,
 * and the process shuts down as on SIGTERM, within 10 seconds.
 */
// Only in the process itself: processes that it forks inherit the preload, and have a pipe of their own to their
// parent.
if (process.env.SWITCHYARD_SUPERVISED) {
  delete process.env.SWITCHYARD_SUPERVISED;
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), 10_000).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  // The pipe alone must not keep a process running that has nothing left to do.
  process.channel?.unref();
}
