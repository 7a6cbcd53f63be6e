/**
 * Calls `onEnd` when the program that started us, and has the other end of our channel, ends: the result is not needed
 * then. Returns a function that closes the channel ourselves, without calling `onEnd`, so that this process can exit.
 */
export function watchStarter(onEnd: () => void): () => void {
  process.once('disconnect', onEnd);
  return () => {
    process.off('disconnect', onEnd);
    process.disconnect?.();
  };
}
