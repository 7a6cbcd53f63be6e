'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useState } from 'react';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SettingsHead } from '../settings-head.tsx';
import { CreateKey } from './create-key.tsx';
import { KeysTable } from './keys-table.tsx';

/** The keys of programs: the scopes of each, its owner, its last use. */
export function KeysPage() {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: keys } = useSuspenseQuery(trpc.projects.keys.queryOptions({ project: project.name }));
  const [withEnded, setWithEnded] = useQueryState('ended', parseAsBoolean.withDefault(false));
  // The snippet stays after it made the first key, because the key's text is shown nowhere else.
  const [wasEmpty] = useState(keys.every((key) => key.status !== 'live'));
  const live = keys.filter((key) => key.status === 'live');
  const ended = keys.length - live.length;
  const shown = withEnded ? keys : live;
  return (
    <>
      <SettingsHead
        tab="keys"
        headline={
          live.length === 0
            ? 'No program can reach this project yet.'
            : `${plural(live.length, 'key works', 'keys work')} now.`
        }
        evidence="A key may do what its scopes say and its owner's role allows, whichever is less. Its text is shown once, when it is made."
      />
      <Panel>
        <PanelHeader
          title="Keys"
          meta={
            <>
              {ended > 0 && (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-pressed={withEnded}
                  onClick={() => void setWithEnded(!withEnded)}
                >
                  {withEnded ? 'Hide' : 'Show'} {plural(ended, 'ended key')}
                </Button>
              )}
              <CreateKey />
            </>
          }
        />
        {shown.length > 0 && <KeysTable keys={shown} />}
        {(wasEmpty || shown.length === 0) && <FirstKey />}
        <PanelFoot>
          A revoked key is refused everywhere within 2 seconds. Last use is accurate to about a minute.
        </PanelFoot>
      </Panel>
    </>
  );
}

function FirstKey() {
  return (
    <EmptyState
      title="A first key"
      action={
        <KeySnippet
          scopes={['read']}
          command={(edgeUrl, key) => `curl -H "Authorization: Bearer ${key}" ${edgeUrl}/api/v1/prompts`}
        />
      }
    >
      A key lets a program send events, resolve prompts or run a gate. This one can only read.
    </EmptyState>
  );
}
