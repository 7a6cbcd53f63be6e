'use client';

import { Field } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Mono } from '#components/ui/tags.tsx';
import type { Body } from '#server/prompts/domain/content.ts';
import type { Rendered } from '#server/prompts/domain/render.ts';
import { variablesOf } from '#server/prompts/domain/variables.ts';

/** Test values for the variables, and the text filled in with them by the function that serves production. */
export function TryText({
  body,
  values,
  rendered,
  onChange,
}: {
  body: Body;
  values: Record<string, string>;
  rendered: Rendered;
  onChange: (values: Record<string, string>) => void;
}) {
  const names = variablesOf(body);
  return (
    <Panel>
      <PanelHeader title="Try it" qualifier="values stay in this browser" />
      <PanelBody className="grid gap-3">
        {names.length === 0 && (
          <p className="text-muted-foreground">
            No variable yet. Write <Mono>{'{{question}}'}</Mono> where a value belongs.
          </p>
        )}
        {names.map((name) => (
          <Field key={name} label={<Mono>{name}</Mono>}>
            <Textarea
              rows={1}
              value={values[name] ?? ''}
              onChange={({ target }) => onChange({ ...values, [name]: target.value })}
            />
          </Field>
        ))}
      </PanelBody>
      <section aria-label="Rendered text" className="border-t" aria-live="polite">
        <Preview rendered={rendered} />
      </section>
    </Panel>
  );
}

const TEXT =
  'max-h-96 overflow-y-auto px-3 py-2 font-mono text-12 leading-[19px] whitespace-pre-wrap [overflow-wrap:anywhere]';

function Preview({ rendered }: { rendered: Rendered }) {
  if (!rendered.ok) {
    const words =
      rendered.code === 'missing_variable'
        ? `Give a value for ${rendered.missing.join(', ')} to see the text.`
        : 'With these values the text is larger than 1 MB: shorten them.';
    return <p className="px-3 py-2.5 text-12 text-muted-foreground">{words}</p>;
  }
  if ('text' in rendered.body)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      <pre tabIndex={0} className={TEXT}>
        {rendered.body.text}
      </pre>
    );
  return rendered.body.messages.map(({ role, content }, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the messages are rendered afresh, in their order
    <div key={i} className="border-b last:border-b-0">
      <div className="bg-muted px-3 text-11 leading-[22px] font-medium text-muted-foreground">{role}</div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: as above */}
      <pre tabIndex={0} className={TEXT}>
        {content}
      </pre>
    </div>
  ));
}
