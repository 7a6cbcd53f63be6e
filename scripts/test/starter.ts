/**
 * Calls `gone` when the program that started us (and holds the other end of our channel) ends: nobody waits for the
 * answer any more. Answers with how to hang up ourselves at the end, which is not a loss: the exit code stays.
 */
export function watchStarter(gone: () => void): () => void {
  process.once('disconnect', gone);
  return () => {
    process.off('disconnect', gone);
    process.disconnect?.();
  };
}
