'use client';

import { Badge } from '#components/ui/badge/badge.tsx';
import type { Tone } from '#components/ui/badge/badge-states.ts';
import { Td } from '#components/ui/data/table.tsx';
import type { IconName } from '#components/ui/icons/icon.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import type { ProofState } from '#server/gates/domain/fallback-proof.ts';
import type { Proof } from './models-headline.ts';

export const PROOF_LOOK: Record<ProofState, { tone: Tone; icon: IconName; word: string }> = {
  proven: { tone: 'pass', icon: 'pass', word: 'Proven' },
  stale: { tone: 'stale', icon: 'clock', word: 'Stale' },
  inconclusive: { tone: 'inconclusive', icon: 'inconclusive', word: 'Unproven' },
  unproven: { tone: 'stale', icon: 'waits', word: 'Unproven' },
  failed: { tone: 'fail', icon: 'fail', word: 'Failed' },
};

/** Whether the fallback of a model is proven. `serves`: whether one would be needed. */
export function FallbackCell({
  proof,
  fallback,
  serves,
}: {
  proof: Proof | undefined;
  fallback: string | null;
  serves: boolean;
}) {
  if (fallback === null) {
    return (
      <Td label="Fallback" sub={serves ? 'nothing takes over' : 'not serving'}>
        <Badge plain tone="stale" icon="waits">
          None
        </Badge>
      </Td>
    );
  }
  if (proof?.refusal) {
    return (
      <Td label="Fallback" sub={fallback} title={proof.refusal.message}>
        <Badge plain tone="inconclusive" icon="clock">
          Retires earlier
        </Badge>
      </Td>
    );
  }
  const { tone, icon, word } = PROOF_LOOK[proof?.state ?? 'unproven'];
  return (
    <Td label="Fallback" sub={<ProofSub proof={proof} fallback={fallback} />}>
      <Badge plain tone={tone} icon={icon}>
        {word}
      </Badge>
    </Td>
  );
}

function ProofSub({ proof, fallback }: { proof: Proof | undefined; fallback: string }) {
  const now = useNow();
  const of = proof?.prompts.find(({ state }) => state === proof.state);
  const when = of?.at ? `, ${calendarDay(of.at, now)}` : proof && proof.prompts.length > 0 ? ', never run' : '';
  const n = proof?.prompts.length ?? 0;
  const proven = proof?.prompts.filter(({ state }) => state === 'proven').length ?? 0;
  return (
    <span className="[overflow-wrap:anywhere]">{`${fallback}${when}${n > 1 ? `, ${proven} of ${n} proven` : ''}`}</span>
  );
}
