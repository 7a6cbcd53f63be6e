import type { ReactNode } from 'react';
import { Disclosure } from '#components/ui/data/disclosure.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, money, percent, plural, points, range } from '#components/ui/format.ts';
import { type Found, VERDICT_WORDS } from './savings-words.ts';

/** What a saving was computed from: replays by time to live, categories, thresholds, or sections. */
export function SavingDetails({ found: { replays, order, categories, curve, sections } }: { found: Found }) {
  return (
    <>
      {replays && (
        <Details
          label="Replay over real arrival times"
          head={['Kept for', 'Hits', 'Tokens read', 'Saved']}
          rows={replays.map(({ ttl, hits, requests, tokensRead, savedUsd }) => [
            ttl === '5m' ? '5 min' : '1 h',
            percent(hits / requests),
            count(tokensRead),
            money(savedUsd),
          ])}
        />
      )}
      {order && (
        <Details label="Order of the sections" head={['Section']} rows={order.order.map((section) => [section])} />
      )}
      {categories && (
        <Details
          label={plural(categories.length, 'category', 'categories')}
          head={['Category', 'Verdict', 'Difference', 'n']}
          rows={categories.map(({ category, verdict, low, high, n }) => [
            category,
            VERDICT_WORDS[verdict],
            range(low, high, points),
            count(n),
          ])}
        />
      )}
      {curve && (
        <Details
          label="Thresholds"
          head={['Tokens up to', 'Routed', 'Quality', 'Saved']}
          rows={curve.map(({ threshold, routedShare, qualityDifference, savedUsd }) => [
            count(threshold),
            percent(routedShare),
            points(qualityDifference),
            money(savedUsd),
          ])}
        />
      )}
      {sections && sections.length > 1 && (
        <Details
          label="Other sections"
          head={['Section', 'Tokens', 'Saved']}
          rows={sections.map(({ name, tokens, savedUsd }) => [name, count(tokens), money(savedUsd)])}
        />
      )}
    </>
  );
}

/** A table that opens; the first column names the row. */
function Details({ label, head, rows }: { label: string; head: string[]; rows: ReactNode[][] }) {
  return (
    <Disclosure label={label}>
      <Table label={label} dense>
        <THead>
          <tr>
            {head.map((name, i) => (
              <Th key={name} num={i > 0}>
                {name}
              </Th>
            ))}
          </tr>
        </THead>
        <TBody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stored report keeps the order of its rows
            <Tr key={row}>
              {cells.map((cell, i) => (
                <Td key={head[i]} num={i > 0}>
                  {cell}
                </Td>
              ))}
            </Tr>
          ))}
        </TBody>
      </Table>
    </Disclosure>
  );
}
