'use client';

import { useEffect, useState } from 'react';

/** `value` once it has stayed the same for `ms`: what a search asks the server for while somebody types. */
export function useSettled<T>(value: T, ms = 120): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
