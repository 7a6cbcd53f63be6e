'use client';

import { useMutation } from '@tanstack/react-query';
import { Button } from '#components/ui/form/button.tsx';
import { CommandLine } from '../ui/command-line.tsx';
import { useProject } from './project-context.tsx';
import { type Inputs, useTRPC } from './trpc.ts';

type Scope = Inputs['projects']['createSnippetKey']['scopes'][number];

/** The placeholder of the API key in a command. */
export const KEY_VARIABLE = '$SWITCHYARD_API_KEY';

/**
 * A command with the installation's own address and `$SWITCHYARD_API_KEY`, a Copy button, and a button that creates a
 * key with just these scopes and fills it in. The key is shown only once. `command` receives the address of the edge
 * and the key.
 */
export function KeySnippet({
  scopes,
  command,
}: {
  scopes: [Scope, ...Scope[]];
  command: (edgeUrl: string, key: string) => string;
}) {
  const trpc = useTRPC();
  const { project, edgeUrl, may } = useProject();
  const create = useMutation(trpc.projects.createSnippetKey.mutationOptions());
  const refusal = may('key.write');
  return (
    <div className="grid w-full min-w-0 gap-2">
      <CommandLine command={command(edgeUrl, create.data?.key ?? KEY_VARIABLE)} />
      {create.data ? (
        <p role="status" className="text-12 text-muted-foreground">
          The key is filled in and shown this once: copy it now. Its scope is {scopes.join(', ')}; Settings, Keys can
          revoke it.
        </p>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            size="sm"
            icon="key"
            disabled={refusal !== null || create.isPending}
            onClick={() => create.mutate({ project: project.name, scopes })}
          >
            {create.isPending ? 'Creating a key' : 'Create a key and fill it in'}
          </Button>
          {refusal && <span className="text-12 text-muted-foreground">{refusal}</span>}
        </div>
      )}
    </div>
  );
}
