'use client';

import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Select } from '#components/ui/form/input.tsx';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { EnvironmentBadge } from '#components/ui/tags.tsx';

type Environment = Outputs['projects']['environments'][number];

const APPROVALS = [1, 2, 3, 4, 5];

/** One environment and its protection. `refusal`: why this person may not change it, or null. */
export function EnvironmentRow({ environment, refusal }: { environment: Environment; refusal: string | null }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { name } = environment;
  const [guarded, setGuarded] = useState(environment.protected);
  const [approvals, setApprovals] = useState(Math.max(1, environment.requiredApprovals));
  const update = useMutation(
    trpc.projects.updateEnvironment.mutationOptions({ meta: { done: `Protection of ${name} saved` } }),
  );
  const requiredApprovals = guarded ? approvals : 0;
  const changed = guarded !== environment.protected || requiredApprovals !== environment.requiredApprovals;
  const save = () => update.mutateAsync({ project: project.name, name, protected: guarded, requiredApprovals });
  const button = (onClick?: () => void) => (
    <Button variant="primary" disabled={!changed || update.isPending} onClick={onClick}>
      Save<span className="sr-only"> the protection of {name}</span>
    </Button>
  );
  const losesProtection = environment.protected && !guarded;
  return (
    <li className="grid grid-cols-[128px_minmax(0,1fr)_150px_auto] items-center gap-3 border-b px-3 py-2.5 narrow:grid-cols-[minmax(0,1fr)_auto]">
      <div className="narrow:col-span-full">
        <EnvironmentBadge name={name} />
      </div>
      <Checkbox
        checked={guarded}
        disabled={refusal !== null}
        onChange={(event) => setGuarded(event.target.checked)}
        hint="Versions come here by promotion only."
        className="narrow:col-span-full"
      >
        Protected<span className="sr-only"> {name}</span>
      </Checkbox>
      <Field
        label={
          <>
            Approvals<span className="sr-only"> for {name}</span>
          </>
        }
      >
        <Select
          value={guarded ? approvals : 0}
          disabled={refusal !== null || !guarded}
          onChange={(event) => setApprovals(Number(event.target.value))}
        >
          {!guarded && <option value={0}>none</option>}
          {APPROVALS.map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </Select>
      </Field>
      <div className="self-end">
        {refusal === null &&
          (losesProtection ? (
            <Unprotect name={name} trigger={button()} onConfirm={save} />
          ) : (
            // The notice shows the refusal; nothing else has to be done here.
            button(() => void save().catch(() => undefined))
          ))}
      </div>
    </li>
  );
}

/** Asks for confirmation before an environment loses its gate and its approvals. */
function Unprotect({
  name,
  trigger,
  onConfirm,
}: {
  name: string;
  trigger: ReactElement;
  onConfirm: () => Promise<unknown>;
}) {
  return (
    <Confirm
      tone="refuse"
      title={`Take the protection off ${name}?`}
      effects={[
        `Editors and keys with the scope registry can deploy to ${name} at once, without gate and approval.`,
        'What serves there now stays.',
        'For 24 hours you cannot deploy there, and your approval alone does not suffice for a promotion.',
      ]}
      undo="protect it again"
      confirmLabel={`Unprotect ${name}`}
      onConfirm={onConfirm}
      trigger={trigger}
    />
  );
}
