'use client';

import { usePathname } from 'next/navigation';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';

type Named = { path: string; title: string };

const CrumbTitle = createContext<{ named: Named | null; name: (named: Named) => void } | null>(null);

export function CrumbTitleProvider({ children }: { children: ReactNode }) {
  const [named, name] = useState<Named | null>(null);
  return <CrumbTitle value={{ named, name }}>{children}</CrumbTitle>;
}

/** The title that the page at `pathname` has set, or null. */
export function useCrumbTitle(pathname: string): string | null {
  const named = use(CrumbTitle)?.named;
  return named?.path === pathname ? named.title : null;
}

/**
 * Sets the title of the page in the header, where its URL holds only an id: `<PageCrumb title="search/answer 13 → 14"
 * />`.
 */
export function PageCrumb({ title }: { title: string }) {
  const pathname = usePathname();
  const name = use(CrumbTitle)?.name;
  useEffect(() => name?.({ path: pathname, title }), [name, pathname, title]);
  return null;
}
