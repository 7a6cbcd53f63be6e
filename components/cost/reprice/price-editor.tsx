'use client';

import { useState } from 'react';
import { meterText } from '#components/models/meter-text.ts';
import { amountInWords } from '#components/models/price-words.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { isMeterName } from '#server/models/prices/domain/meters.ts';
import { conditionsOf, conditionsText, type WrittenRow } from '#server/models/prices/domain/row-entry.ts';
import { changeWord, keyOf, type PriceChange, timeText } from './price-draft.ts';
import { RowDialog } from './row-dialog.tsx';

type Edit = { prices: readonly WrittenRow[]; changes: readonly PriceChange[]; onChange: (next: PriceChange[]) => void };

/** The price rows of a model with the corrections that are not written yet; the dialog of one row may be open at first. */
export function PriceEditor({
  model,
  problems,
  openAtFirst,
  ...edit
}: Edit & { model: string; problems: readonly string[]; openAtFirst: WrittenRow | null }) {
  const { prices, changes, onChange } = edit;
  const added = changes.filter(({ known }) => known === null);
  const set = (id: string, change: PriceChange | null) =>
    onChange([...changes.filter((one) => one.id !== id), ...(change === null ? [] : [change])]);
  return (
    <Panel>
      <PanelHeader
        title="Prices"
        qualifier={model}
        meta={
          <RowDialog
            row={null}
            known={null}
            trigger={
              <Button size="sm" icon="plus">
                Add a row
              </Button>
            }
            onSave={(row) =>
              set(`added ${changes.length} ${keyOf(row)}`, {
                id: `added ${changes.length} ${keyOf(row)}`,
                known: null,
                row,
              })
            }
          />
        }
      />
      <Table label={`Prices of ${model}`} stack>
        <THead>
          <Tr>
            <Th>Meter</Th>
            <Th num>Price</Th>
            <Th>Only where</Th>
            <Th>From</Th>
            <Th>To</Th>
            <Th>State</Th>
            <Th>
              <span className="sr-only">Corrections</span>
            </Th>
          </Tr>
        </THead>
        <TBody>
          {added.map((change) => (
            <RowLine key={change.id} known={null} change={change} onSet={(next) => set(change.id, next)} />
          ))}
          {prices.toReversed().map((known) => {
            const id = keyOf(known);
            const change = changes.find((one) => one.id === id);
            return (
              <RowLine
                key={id}
                known={known}
                change={change}
                isOpenAtFirst={known === openAtFirst}
                onSet={(next) => set(id, next && { ...next, id })}
              />
            );
          })}
        </TBody>
      </Table>
      {problems.length > 0 && (
        <PanelBody className="grid gap-1 border-t">
          {problems.map((problem) => (
            <FieldError key={problem}>{problem}</FieldError>
          ))}
        </PanelBody>
      )}
      <PanelFoot>
        A row without an end holds until the next one of the same conditions. A withdrawn row never prices; a row of
        another beginning or other conditions takes the place of the old one, which is withdrawn.
      </PanelFoot>
    </Panel>
  );
}

function RowLine({
  known,
  change,
  isOpenAtFirst = false,
  onSet,
}: {
  known: WrittenRow | null;
  change: PriceChange | undefined;
  isOpenAtFirst?: boolean;
  onSet: (change: PriceChange | null) => void;
}) {
  const [isAsked, setAsked] = useState(isOpenAtFirst);
  const row = change?.row ?? known;
  if (row === null || row === undefined) return null;
  const name = isMeterName(row.meter) ? meterText(row.meter, null) : row.meter;
  const set = (next: WrittenRow) => onSet({ id: change?.id ?? keyOf(next), known, row: next });
  const before = (of: (row: WrittenRow) => string) =>
    known !== null && change !== undefined && of(known) !== of(row) ? of(known) : null;
  const cell = (of: (row: WrittenRow) => string) => <Changed before={before(of)}>{of(row)}</Changed>;
  const isWithdrawn = row.state === 'withdrawn';
  return (
    <Tr className={isWithdrawn ? 'text-muted-foreground' : undefined}>
      <Td head>{name}</Td>
      <Td num label="Price">
        {cell(amountInWords)}
      </Td>
      <Td label="Only where">{cell(({ when }) => conditionsText(conditionsOf(when)) || 'always')}</Td>
      <Td label="From">{cell(({ effective_from: from }) => timeText(from))}</Td>
      <Td label="To" unknown={row.effective_to === null}>
        {cell(({ effective_to: to }) => (to === null ? '–' : timeText(to)))}
      </Td>
      <Td label="State">
        {change === undefined ? (
          row.state
        ) : (
          <Badge tone="inconclusive" icon="note">
            {changeWord(change)}
          </Badge>
        )}
      </Td>
      <Td>
        <span className="flex flex-wrap justify-end gap-1.5">
          <RowDialog
            key={JSON.stringify(row)}
            row={row}
            known={known}
            isOpenAtFirst={isAsked}
            trigger={
              <Button size="sm" aria-label={`Correct ${name}, from ${timeText(row.effective_from)}`}>
                Correct
              </Button>
            }
            onSave={(next) => {
              setAsked(false);
              set({ ...next, state: isWithdrawn ? 'listed' : next.state });
            }}
          />
          {change !== undefined ? (
            <Button size="sm" onClick={() => onSet(null)} aria-label={`Undo the correction of ${name}`}>
              Undo
            </Button>
          ) : (
            !isWithdrawn && (
              <Button
                size="sm"
                onClick={() => set({ ...row, state: 'withdrawn' })}
                aria-label={`Withdraw ${name}, from ${timeText(row.effective_from)}`}
              >
                Withdraw
              </Button>
            )
          )}
        </span>
      </Td>
    </Tr>
  );
}

/** A value, with what it was before in front of it where it is corrected. */
function Changed({ before, children }: { before: string | null; children: string }) {
  if (before === null) return children;
  return (
    <>
      <s className="text-muted-foreground">{before}</s> {children}
    </>
  );
}
