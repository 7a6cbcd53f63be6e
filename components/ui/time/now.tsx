'use client';

import { createContext, type ReactNode, use, useEffect, useState } from 'react';

const Now = createContext<number | null>(null);

/** The page's clock: the server's at first, so that both render the same text, then the browser's. */
export function NowProvider({ initial, children }: { initial: number; children: ReactNode }) {
  const [now, setNow] = useState(initial);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return <Now value={now}>{children}</Now>;
}

/** Milliseconds since the epoch, updated every 30 s. Outside of a NowProvider, the clock of the rendering process. */
export function useNow(): number {
  return use(Now) ?? Date.now();
}
