import { GatePlot } from '#components/gates/gate-plot.tsx';
import { failSentence, passSentence, undecidedSentence } from '#components/gates/gate-sentence.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';

type Preview = NonNullable<Outputs['promotions']['requestForm']['preview']>;

/** The verdict that the gate would give now, from the existing runs. The preview stores nothing. */
export function RequestPreview({ preview, stale, to }: { preview: Preview | null; stale: boolean; to: string }) {
  if (!preview) return null;
  return (
    <section
      aria-label="The gate’s verdict now"
      aria-busy={stale}
      className={`min-w-0 rounded-md border transition-opacity ${stale ? 'opacity-60' : ''}`}
    >
      <div className="flex items-start gap-2 px-3 py-2">
        <StatusBadge state={preview.verdict} />
        <p className="min-w-0 text-pretty">{sentence(preview, to)}</p>
      </div>
      {preview.datasets
        .filter(({ categories }) => categories.length > 0 && categories.length <= 8)
        .map((decision) => (
          <div key={decision.dataset} className="border-t">
            <GatePlot decision={decision} />
          </div>
        ))}
    </section>
  );
}

function sentence(preview: Preview, to: string): string {
  if (preview.note === 'identical') return `This variant serves ${to} already.`;
  if (preview.verdict === 'fail') return `${failSentence(preview)} It would be blocked.`;
  if (preview.verdict === 'inconclusive') return undecidedSentence(preview);
  return preview.note === 'no_baseline'
    ? 'A first release: only floors and limits count, and they hold.'
    : passSentence(preview);
}
