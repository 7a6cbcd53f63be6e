'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { WARNINGS } from '#server/models/catalogues/domain/price-checks.ts';
import {
  amountInWords,
  type Disagreement,
  pricedInWords,
  type StatedPrice,
  sourceName,
  spreadInWords,
} from './price-words.ts';

/** One price on which the sides differ: what each states, what looks wrong, and the two decisions. */
export function PriceCard({ row }: { row: Disagreement }) {
  const now = useNow();
  const { project } = useProject();
  const isOdd = row.warnings.length > 0;
  return (
    <li className="grid gap-2 border-b px-3 py-3 last:border-b-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <TextLink
          href={to.model(project.name, row.provider, row.modelId)}
          className="font-mono text-12 [overflow-wrap:anywhere]"
        >
          {row.provider}/{row.modelId}
        </TextLink>
        <Badge tone={isOdd ? 'inconclusive' : 'neutral'} icon={isOdd ? 'inconclusive' : 'waits'}>
          {isOdd ? 'Looks wrong' : row.since === null ? 'Differs' : 'Announced'}
        </Badge>
      </div>
      <h3 className="text-16 font-semibold">
        {pricedInWords(row)}
        {row.since === null ? '' : `, from ${calendarDay(row.since, now)}`}
      </h3>
      <ul className="grid gap-0.5 text-12 text-muted-foreground">
        {spreadInWords(row) !== '' && <li>{spreadInWords(row)}</li>}
        {row.warnings.map((code) => (
          <li key={code} className="text-foreground">
            {WARNINGS[code]}
          </li>
        ))}
      </ul>
      <Sides stated={row.stated} name={`${row.provider}/${row.modelId} ${pricedInWords(row)}`} />
      <Decision row={row} />
    </li>
  );
}

function Sides({ stated, name }: { stated: readonly StatedPrice[]; name: string }) {
  const now = useNow();
  return (
    <Table
      label={`What each states of ${name}`}
      dense
      // The columns of every card stand in one line, and no wider than they can be read.
      className="max-w-180 table-fixed phone:table-auto [&_td]:px-0! [&_td:nth-child(2)]:pr-6! phone:[&_td:not(:last-child)]:pr-2! [&_th]:px-0! [&_th:nth-child(2)]:pr-6! phone:[&_th:not(:last-child)]:pr-2!"
    >
      <THead>
        <Tr>
          <Th>Source</Th>
          <Th num>Price</Th>
          <Th>Since</Th>
          <Th>Read</Th>
        </Tr>
      </THead>
      <TBody>
        {stated.map((side) => (
          <Tr key={side.source}>
            <Td label="Source">
              {side.source_url === null ? (
                sourceName(side.source)
              ) : (
                <a href={side.source_url} rel="noreferrer" target="_blank" className="text-link">
                  {sourceName(side.source)}
                </a>
              )}
            </Td>
            <Td num label="Price">
              {amountInWords(side)}
            </Td>
            <Td label="Since" unknown={side.effective_from === null}>
              {side.effective_from === null ? 'not stated' : calendarDay(side.effective_from.slice(0, 10), now)}
            </Td>
            <Td label="Read" unknown={side.read_on === null}>
              {side.read_on === null ? '–' : calendarDay(side.read_on, now)}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

function Decision({ row }: { row: Disagreement }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const [keeping, setKeeping] = useState(false);
  const [from, setFrom] = useState('');
  const confirm = useMutation(trpc.catalogues.confirm.mutationOptions({ meta: { errors: 'inline' } }));
  const dismiss = useMutation(trpc.catalogues.dismiss.mutationOptions({ meta: { errors: 'inline' } }));
  const refusal = may('model.write');
  const isBlocked = refusal !== null || confirm.isPending || dismiss.isPending;
  const own = row.stated.find(({ source }) => source === 'own');
  const offered = row.stated.flatMap(({ source, amount, per }) =>
    source === 'own' || (own?.amount === amount && own.per === per) ? [] : [{ source, amount, per }],
  );
  const error = confirm.error ?? dismiss.error;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-end gap-2">
        {offered.map(({ source, ...price }) => (
          <Button
            key={source}
            disabled={isBlocked}
            title={refusal ?? undefined}
            onClick={() => confirm.mutate({ project: project.name, id: row.id, source, from: from || null })}
          >
            Use {amountInWords(price)} of {sourceName(source)}
          </Button>
        ))}
        <Button aria-expanded={keeping} disabled={refusal !== null} onClick={() => setKeeping(!keeping)}>
          {own === undefined ? 'Leave it out' : 'Keep the registry’s'}
        </Button>
        {row.since === null && (
          <Field label="Begins, empty for now" className="w-44">
            <Input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
          </Field>
        )}
      </div>
      {keeping && (
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const reason = String(new FormData(event.currentTarget).get('reason')).trim();
            if (reason !== '') dismiss.mutate({ project: project.name, id: row.id, reason });
          }}
        >
          <Field label="Why" className="w-80 phone:w-full">
            <Input name="reason" maxLength={500} required placeholder="Our contract has this price" />
          </Field>
          <Button type="submit" disabled={isBlocked}>
            Dismiss
          </Button>
        </form>
      )}
      {Boolean(error) && <FieldError>{sentenceOf(error)}</FieldError>}
    </div>
  );
}
