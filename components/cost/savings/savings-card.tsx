import type { ReactNode } from 'react';
import { Badge, StatusBadge } from '#components/ui/badge/badge.tsx';
import { Disclosure } from '#components/ui/data/disclosure.tsx';
import { money, points, range } from '#components/ui/format.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Arithmetic } from './arithmetic.tsx';
import { CompareRuns, ExperimentButton } from './experiment-button.tsx';
import { SavingDetails } from './saving-details.tsx';
import { type Card, type Found, periodOf, type Refused, spreadOf, TECHNIQUE_TITLES } from './savings-words.ts';

/** The words of a button that is wider than a phone wrap, and the card keeps its width. */
const BODY =
  'grid grid-cols-[minmax(0,1fr)] gap-2.5 [overflow-wrap:anywhere] **:data-[slot=button]:h-auto **:data-[slot=button]:min-h-8 **:data-[slot=button]:py-1 **:data-[slot=button]:whitespace-normal phone:**:data-[slot=button]:min-h-10';

/** A technique: its largest saving in full, then the others and what was refused, each with its reason. */
export function SavingsCard({ card }: { card: Card }) {
  const title = TECHNIQUE_TITLES[card.technique];
  const [first, ...others] = card.found;
  const [refusal] = card.refused;
  return (
    <Panel aria-label={title} className="gap-2.5 p-3">
      <div>
        <h2 className="text-13 font-semibold">{title}</h2>
        <p className="text-12 text-muted-foreground">
          Complexity {card.complexity}, risk {card.risk}
        </p>
      </div>
      {first ? <FoundSaving found={first} /> : refusal && <NothingFound refused={refusal} />}
      {others.length > 0 && (
        <More label={`${others.length} more of ${title.toLowerCase()}`}>
          {others.map((found) => (
            <li key={found.summary} className="grid gap-2 border-t pt-2.5">
              <FoundSaving found={found} />
            </li>
          ))}
        </More>
      )}
      {card.refused.length > (first ? 0 : 1) && (
        <More label={`${card.refused.length} refused of ${title.toLowerCase()}`}>
          {card.refused.map((refused) => (
            <li key={refused.reason} className="text-12 text-muted-foreground [overflow-wrap:anywhere]">
              {refused.reason}
            </li>
          ))}
        </More>
      )}
    </Panel>
  );
}

function FoundSaving({ found }: { found: Found }) {
  return (
    <div className={BODY}>
      <p>
        <span className="text-20 font-semibold tracking-[-0.014em]">{money(found.savedUsd)}</span>{' '}
        <span className="text-12 text-muted-foreground">
          {periodOf(found)}, {spreadOf(found)}
        </span>
      </p>
      <p>{found.summary}</p>
      <div>
        <QualityBadge quality={found.quality} isSafe={found.recommended} />
      </div>
      <Arithmetic found={found} />
      <SavingDetails found={found} />
      {found.notes.map((note) => (
        <p key={note} className="text-12 text-muted-foreground">
          {note}
        </p>
      ))}
      <ExperimentButton experiment={found.experiment} model={found.subject.model} />
      {found.runs && <CompareRuns runs={found.runs} />}
    </div>
  );
}

function NothingFound({ refused }: { refused: Refused }) {
  return (
    <div className={BODY}>
      <div>
        <StatusBadge state="too-little-data">Not computed</StatusBadge>
      </div>
      <p className="text-muted-foreground">{refused.reason}</p>
      <ExperimentButton experiment={refused.experiment} model={refused.subject?.model ?? null} />
    </div>
  );
}

/** `isSafe`: the loss stays within the margin of the gate policy, which a note names. */
function QualityBadge({ quality, isSafe }: { quality: Found['quality']; isSafe: boolean }) {
  if (quality === 'unchanged') return <StatusBadge state="ok">No quality risk</StatusBadge>;
  if (quality === 'not_measured') return <StatusBadge state="stale">Quality not measured</StatusBadge>;
  return (
    <Badge tone={isSafe ? 'pass' : 'inconclusive'} icon={isSafe ? 'pass' : 'inconclusive'}>
      Quality {points(quality.difference)} ({range(quality.low, quality.high, points)})
    </Badge>
  );
}

function More({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Disclosure label={label}>
      <ul className="mt-1.5 grid gap-2">{children}</ul>
    </Disclosure>
  );
}
