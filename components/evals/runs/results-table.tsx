import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, latency, money } from '#components/ui/format.ts';
import { Mono } from '#components/ui/tags.tsx';
import { inputLine } from '../input-line.ts';
import { ScoreBadge } from '../score-badge.tsx';

type Result = Outputs['evals']['results']['data'][number];

/** One row for each answer; repeats of an item follow each other. */
export function ResultsTable({ results }: { results: Result[] }) {
  const repeated = results.some(({ repeat }) => repeat > 0);
  return (
    <Table label="Results" stack>
      <THead>
        <Tr>
          <Th>Item</Th>
          <Th>Input</Th>
          <Th>Answer</Th>
          <Th>Expected</Th>
          <Th>Score</Th>
          <Th num>Tokens</Th>
          <Th num>Latency</Th>
          <Th num>Cost</Th>
        </Tr>
      </THead>
      <TBody>
        {results.map((result) => (
          <Tr key={`${result.item} ${result.repeat}`}>
            <Td
              head
              sub={repeated ? `repeat ${result.repeat}` : undefined}
              className="max-w-40 phone:max-w-none py-2 align-top [overflow-wrap:anywhere]"
            >
              <Mono>{result.item}</Mono>
            </Td>
            <Td label="Input" className="py-2 align-top">
              <Text text={inputLine(result.input)} />
            </Td>
            <Td label="Answer" className="py-2 align-top">
              <Answer result={result} />
            </Td>
            <Td label="Expected" className="py-2 align-top">
              {result.expected === null ? (
                <span className="text-muted-foreground">–</span>
              ) : (
                <Text text={result.expected} />
              )}
            </Td>
            <Td label="Score" className="py-2 align-top">
              <ScoreBadge score={result.error === null ? result.score : null} />
              {result.unscored !== null && <Reason text={result.unscored} />}
            </Td>
            <Td num label="Tokens" className="py-2 align-top">
              {count(result.tokensOut)}
            </Td>
            <Td num label="Latency" className="py-2 align-top">
              {latency(result.latencyMs)}
            </Td>
            <Td num label="Cost" className="py-2 align-top">
              {money(result.costUsd)}
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  );
}

function Text({ text }: { text: string }) {
  return (
    <span className="line-clamp-3 max-w-[52ch] [overflow-wrap:anywhere]" title={text.slice(0, 2_000)}>
      {text}
    </span>
  );
}

function Reason({ text }: { text: string }) {
  return <span className="block max-w-[28ch] text-11 text-muted-foreground [overflow-wrap:anywhere]">{text}</span>;
}

function Answer({ result: { output, error } }: { result: Result }) {
  if (error !== null) return <span className="text-fail [overflow-wrap:anywhere]">{error}</span>;
  if (output === null || output.trim() === '') {
    return <span className="text-muted-foreground italic">{output === null ? 'no answer' : 'an empty answer'}</span>;
  }
  return <Text text={output} />;
}
