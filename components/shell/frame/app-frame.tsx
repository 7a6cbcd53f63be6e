'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect, useState } from 'react';
import { isTyping } from '#components/shell/keyboard/keys.ts';
import { storeLastProject } from '#components/shell/last-project.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { Icon } from '#components/ui/icons/icon.tsx';
import { CrumbTitleProvider } from './crumb-title.tsx';
import { Header, type Over } from './header.tsx';
import { Sidebar } from './sidebar.tsx';
import type { Theme } from './theme.ts';

// No page needs these to be displayed; each is loaded when it is first opened.
const CommandPalette = dynamic(
  () => import('#components/shell/palette/command-palette.tsx').then((module) => module.CommandPalette),
  {
    ssr: false,
  },
);
const KeysHelp = dynamic(() => import('#components/shell/keyboard/keys-help.tsx').then((module) => module.KeysHelp), {
  ssr: false,
});
const ChangePassword = dynamic(() => import('./change-password.tsx').then((module) => module.ChangePassword), {
  ssr: false,
});

/** Sidebar, header and the page. Listens to `Ctrl/⌘ K` and `?`. */
export function AppFrame({ theme, children }: { theme: Theme; children: ReactNode }) {
  const { project } = useProject();
  const [over, setOver] = useState<Over | null>(null);

  useEffect(() => storeLastProject(project.name), [project.name]);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey) {
        event.preventDefault();
        setOver((now) => (now === 'palette' ? null : 'palette'));
      }
      if (event.key === '?' && !isTyping(event.target)) setOver('keys');
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  return (
    <CrumbTitleProvider>
      <a
        href="#main"
        className="absolute -top-12 left-2 z-60 rounded-md bg-primary px-3 py-2 text-primary-foreground focus:top-2"
      >
        Skip to content
      </a>
      <div className="grid min-h-dvh grid-cols-[var(--sidebar-width)_minmax(0,1fr)] compact:grid-cols-[3.25rem_minmax(0,1fr)] phone:grid-cols-[minmax(0,1fr)]">
        <Sidebar />
        <div className="min-w-0">
          <Header theme={theme} onOpen={setOver} />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto grid w-full max-w-[1960px] min-w-0 content-start gap-4 p-5 outline-none *:min-w-0 compact:p-4 phone:gap-3 phone:p-3"
          >
            {project.simulated && <SimulatedNote />}
            {children}
          </main>
        </div>
      </div>
      {over === 'palette' && <CommandPalette onClose={() => setOver(null)} />}
      {over === 'password' && <ChangePassword onClose={() => setOver(null)} />}
      {over === 'keys' && <KeysHelp open onOpenChange={(open) => setOver(open ? 'keys' : null)} />}
    </CrumbTitleProvider>
  );
}

/** A note on every page of a project whose data a demonstration generates. */
function SimulatedNote() {
  return (
    <p className="flex items-start gap-2 rounded-md border border-dashed border-border-strong px-3 py-1.5 text-12 text-muted-foreground">
      <Icon name="info" size={14} className="mt-px" />
      <span>
        <b className="font-strong text-foreground">Simulated.</b> A demonstration makes the data of this project. No
        model was called and nothing was paid.
      </span>
    </p>
  );
}
