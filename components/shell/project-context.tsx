'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Outputs } from './trpc.ts';

/** The data of a project's layout, available to each of its pages. */
export type ShellData = Outputs['projects']['shell'];
export type ActionName = keyof ShellData['refusals'];

const Project = createContext<ShellData | null>(null);

export function ProjectProvider({ shell, children }: { shell: ShellData; children: ReactNode }) {
  return <Project value={shell}>{children}</Project>;
}

/** The project of the page, the signed-in person, and `may(action)`, which returns why this person may not, or null. */
export function useProject() {
  const shell = use(Project);
  if (shell === null) throw new Error('useProject() works below app/p/[project]/layout.tsx only.');
  const may = (action: ActionName): string | null => shell.refusals[action] ?? null;
  return { ...shell, may };
}
