'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Confirm } from '#components/ui/overlay/confirm.tsx';

/** Deploys a version directly to an environment that is not protected, after saying what that changes. */
export function DeployVersion({
  prompt,
  environment,
  serving,
  suggested,
  latest,
  onArrow = false,
}: {
  prompt: string;
  environment: string;
  serving: { version: number } | null;
  suggested: number;
  latest: number;
  /** On an arrow the version is given; beside the first lane it is chosen. */
  onArrow?: boolean;
}) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const [text, setText] = useState(String(suggested));
  const deploy = useMutation(
    trpc.prompts.deploy.mutationOptions({
      meta: { errors: 'inline', done: `Version ${onArrow ? suggested : text} serves ${environment}` },
    }),
  );
  const refusal = may('prompt.deploy');
  const version = onArrow ? suggested : Number(text);
  const valid = Number.isInteger(version) && version >= 1 && version <= latest;
  const label = onArrow ? `Deploy ${suggested}` : 'Deploy';
  return (
    <Confirm
      title={`Deploy to ${environment}`}
      effects={[
        valid && version === serving?.version
          ? `Version ${version} serves ${environment} already: nothing changes.`
          : `Version ${valid ? version : '–'} of ${prompt} serves all requests of ${environment} at once${serving ? `, in place of ${serving.version}` : ''}.`,
        `${environment} is not protected: no approval is needed.`,
      ]}
      undo={serving ? `deploy ${serving.version} again` : 'deploy another version; an environment is not emptied again'}
      confirmLabel={`Deploy ${valid ? version : 'version'}`}
      tone="primary"
      blockedBecause={valid ? undefined : `Choose a version from 1 to ${latest}.`}
      onConfirm={() => deploy.mutateAsync({ project: project.name, name: prompt, environment, version })}
      onOpenChange={() => setText(String(suggested))}
      trigger={
        <Button
          size="sm"
          aria-label={`${label} to ${environment}`}
          disabled={refusal !== null}
          title={refusal ?? undefined}
        >
          {label}
        </Button>
      }
    >
      {!onArrow && (
        <Field label={`Version, 1 to ${latest}`}>
          <Input
            type="number"
            inputMode="numeric"
            min={1}
            max={latest}
            value={text}
            onChange={({ target }) => setText(target.value)}
            className="w-32"
          />
        </Field>
      )}
    </Confirm>
  );
}
