import { CommandLine } from '#components/ui/command-line.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { ExportFocus } from './export-focus.tsx';
import { ImportInvoice } from './import-invoice.tsx';

/** Where each export comes from; the keys are admin keys of the provider, which Switchyard never sees. */
const EXPORTS = [
  {
    name: 'OpenAI',
    how: 'The costs of an organisation by line item, with an admin key. Send all pages as one JSON array.',
    command:
      'curl "https://api.openai.com/v1/organization/costs?start_time=$(date -u -d 2026-11-01 +%s)&bucket_width=1d&limit=31&group_by[]=line_item" -H "Authorization: Bearer $OPENAI_ADMIN_KEY" -o openai.json',
  },
  {
    name: 'Anthropic',
    how: 'The cost report by description, with an admin key: its amounts are cents.',
    command:
      'curl "https://api.anthropic.com/v1/organizations/cost_report?starting_at=2026-11-01T00:00:00Z&limit=31&group_by[]=description" -H "x-api-key: $ANTHROPIC_ADMIN_KEY" -H "anthropic-version: 2023-06-01" -o anthropic.json',
  },
  {
    name: 'FOCUS',
    how: 'A Cost and Usage export as CSV, by day and in US dollars: AWS Data Exports, Azure cost exports, Google Cloud billing, or any tool that writes FOCUS.',
    command: null,
  },
] as const;

/** The empty state: what the comparison is for, and how to get each of the three exports. */
export function HowToExport() {
  return (
    <Panel>
      <EmptyState
        level={2}
        title="A first invoice"
        className="pb-3"
        action={
          <>
            <ImportInvoice />
            <ExportFocus />
          </>
        }
      >
        An invoice says what the provider charged; the ledger says what your requests cost. Import one, and the
        difference is split into traffic that was not seen, wrong price rows, unknown tiers and rounding.
      </EmptyState>
      <ul className="grid gap-4 px-5 pb-6">
        {EXPORTS.map(({ name, how, command }) => (
          <li key={name} className="grid max-w-[92ch] gap-1.5">
            <h3 className="text-13 font-semibold">{name}</h3>
            <p className="text-muted-foreground">{how}</p>
            {command !== null && <CommandLine command={command} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
