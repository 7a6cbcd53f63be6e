import { DAY_MS } from '#server/platform/pure/durations.ts';

/** What a budget is of. A `key` is all API keys of one name that sent requests. */
export const BUDGET_SCOPES = ['project', 'prompt', 'model', 'key', 'tag'] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

/** `subject` is '' of the whole project; of a prompt its name, or `folder/*` for all below a folder. */
export type Budgeted = { scope: BudgetScope; subject: string };

/** Where a spend is read from: rollups have no tags. */
export const SPEND_SOURCES = ['rollups', 'requests'] as const;
export type SpendSource = (typeof SPEND_SOURCES)[number];

const FOLDER = /^(.+\/)\*$/;

/** The names that a folder's prompts begin with (`search/`), or null where `subject` is one prompt. */
export const folderOf = (subject: string): string | null => FOLDER.exec(subject)?.[1] ?? null;

/** The name of a budget in sentences: `the project`, `prompt search/*`. */
export const budgetName = ({ scope, subject }: Budgeted): string =>
  scope === 'project' ? 'the project' : `${scope} ${subject}`;

/** Days since 1970 of the calendar month (UTC) that `atMs` lies in: `[start, end)`, and the day itself. */
export function monthOf(atMs: number): { monthStart: number; monthEnd: number; today: number } {
  const at = new Date(atMs);
  const dayOf = (month: number) => Date.UTC(at.getUTCFullYear(), month, 1) / DAY_MS;
  return {
    monthStart: dayOf(at.getUTCMonth()),
    monthEnd: dayOf(at.getUTCMonth() + 1),
    today: Math.floor(atMs / DAY_MS),
  };
}
