'use client';

import { GatePlot } from '#components/gates/gate-plot.tsx';
import { failSentence, passSentence, undecidedSentence } from '#components/gates/gate-sentence.ts';
import { meterText } from '#components/models/meter-text.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Facts } from '#components/ui/data/rows.tsx';
import { change, count, latency, money, percent, plural, range, sampleSize } from '#components/ui/format.ts';
import { Sheet } from '#components/ui/overlay/sheet.tsx';
import type { MeterName } from '#server/models/prices/domain/meters.ts';
import { CompareRuns, ImportRun, StartVersion } from './next-step.tsx';
import type { Picked } from './readiness-table.tsx';
import {
  type OptionRow,
  type PlaceRow,
  type RehearsalData,
  requestsSentence,
  signedMoney,
  tokensSentence,
} from './rehearsal-words.ts';

/** One place with one replacement beside the page: every category, the arithmetic of its cost, and its P99. */
export function OptionSheet({
  rehearsal,
  picked,
  onClose,
}: {
  rehearsal: RehearsalData;
  picked: Picked | null;
  onClose: () => void;
}) {
  const row = rehearsal.places.find(({ place }) => place.deploymentId === picked?.deploymentId);
  const option = row?.options.find(({ replacement }) => replacement.name === picked?.replacement);
  const isOpen = row !== undefined && option !== undefined;
  return (
    <Sheet
      title={isOpen ? `${row.place.prompt} on ${option.replacement.name}` : 'Details'}
      open={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
    >
      {isOpen && <Details row={row} option={option} />}
    </Sheet>
  );
}

const HEAD = 'mb-1 text-13 font-semibold';

function Details({ row, option }: { row: PlaceRow; option: OptionRow }) {
  const { decision, others } = option;
  return (
    <div className="grid gap-5">
      <p className="text-muted-foreground">
        Version {option.version} with {option.replacement.name}, against version {row.place.version} that serves{' '}
        {row.place.environment} now.
        {option.namesIt ? ' Its settings name the replacement.' : ' Its settings stay, with the model replaced.'}
        {others.length > 0 &&
          ` Other versions with runs: ${others.map(({ version, verdict }) => `${version} (${verdict})`).join(', ')}.`}
      </p>
      <section aria-label="Verdict">
        <h3 className={HEAD}>Verdict of the gate now</h3>
        <p className="mb-2 flex items-start gap-2">
          {option.state !== 'no_run' && <StatusBadge state={decision.verdict} />}
          <span className="min-w-0">{verdictSentence(option)}</span>
        </p>
        {decision.datasets
          .filter(({ categories }) => categories.length > 0)
          .map((dataset) => (
            <div key={dataset.dataset} className="rounded-md border">
              <GatePlot decision={dataset} />
            </div>
          ))}
        {decision.reasons.length > 0 && (
          <ul className="mt-2 grid list-disc gap-0.5 pl-5 text-12 text-muted-foreground">
            {decision.reasons.map((reason) => (
              <li key={`${reason.code} ${reason.dataset} ${reason.category}`}>{reason.sentence}</li>
            ))}
          </ul>
        )}
      </section>
      <CostFacts option={option} />
      <LatencyFacts option={option} />
      <div className="flex flex-wrap gap-2">
        <CompareRuns option={option} />
        {option.state === 'no_run' && <ImportRun row={row} option={option} />}
        {!option.namesIt && <StartVersion row={row} option={option} />}
      </div>
    </div>
  );
}

function verdictSentence({ state, decision }: OptionRow): string {
  if (state === 'no_run') return 'No verdict: a run is missing, and missing data is never a pass.';
  if (decision.verdict === 'pass') return passSentence(decision);
  return decision.verdict === 'fail' ? failSentence(decision) : undecidedSentence(decision);
}

function CostFacts({ option }: { option: OptionRow }) {
  const { cost } = option;
  const known = cost.nowUsd !== null && cost.replacementUsd !== null;
  return (
    <section aria-label="Cost">
      <h3 className={HEAD}>Cost on its own requests</h3>
      <Facts
        facts={[
          ['Now', money(cost.nowUsd)],
          ['With the replacement', money(cost.replacementUsd)],
          ['Difference', known ? signedMoney((cost.replacementUsd ?? 0) - (cost.nowUsd ?? 0)) : money(null)],
          [
            'Change, 95 % interval',
            cost.ci95 === null
              ? change(cost.change)
              : `${change(cost.change)} (${range(cost.ci95[0], cost.ci95[1], change)})`,
          ],
          ['Cost known on both sides', cost.sampled === 0 ? money(null) : percent(cost.known / cost.sampled)],
        ]}
      />
      <p className="mt-1.5 text-12 text-muted-foreground">
        {requestsSentence(option)} {tokensSentence(option)} As many tokens are taken to come from a cache, and service
        tier and region to be the same.
      </p>
      {cost.lacking.length > 0 && (
        <ul className="mt-1 grid list-disc gap-0.5 pl-5 text-12 text-muted-foreground">
          {cost.lacking.map(({ of, meter, because, requests }) => (
            <li key={`${of} ${meter} ${because}`}>
              {of === 'now' ? 'Now' : 'The replacement'}: {meterText(meter as MeterName, null)} has{' '}
              {because === 'no_price' ? 'no price' : 'no count'} in {plural(requests, 'request')}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function LatencyFacts({ option: { latency: found } }: { option: OptionRow }) {
  const p99 = (of: { p99: number; n: number } | null) =>
    of === null ? latency(null) : `${latency(of.p99)}, ${sampleSize(of.n)}`;
  return (
    <section aria-label="P99">
      <h3 className={HEAD}>P99 latency</h3>
      <Facts
        facts={[
          ['Traffic now', p99(found.now)],
          ...(found.basis === 'runs' ? ([['What serves, in runs', p99(found.measuredNow)]] as [string, string][]) : []),
          [found.basis === 'traffic' ? 'Replacement, in traffic' : 'Replacement, in runs', p99(found.replacement)],
          ['Change', change(found.change)],
        ]}
      />
      <p className="mt-1.5 text-12 text-muted-foreground">
        {found.basis === null
          ? `Not measured: it takes ${count(300)} requests of its own traffic by the replacement, or ${count(100)} items that both runs answered with a latency.`
          : found.basis === 'runs'
            ? 'Runs are compared with runs: their latency is not that of traffic.'
            : 'Both are of the prompt’s own traffic.'}
      </p>
    </section>
  );
}
