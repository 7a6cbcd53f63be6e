import { citedIn, replaceCitations } from './citations.ts';
import { instant, quoted } from './fact-words.ts';
import { GATE_REASON_WORDS, type GateReason } from './gate-reason.ts';
import { TO_WRITE } from './sections.ts';

export type ExportedAction = { kind: string; title: string; owner: string; dueOn: string; doneAt: Date | null };
export type Source = { id: number; at: number; text: string; by: string | null };

export type Exported = {
  markdown: string;
  /** One line under the title: `Published on … by …, reviewed by …`. */
  status: string;
  actions: readonly ExportedAction[];
  sources: readonly Source[];
  gateReason?: GateReason | null;
  gateReasonText?: string | null;
  timesUnknownReason?: string | null;
  noActionsReason?: string | null;
};

/**
 * A post-mortem as one Markdown text that is complete by itself: its state under the title, its action items in their
 * section, and every row of the timeline that it cites as a footnote. A citation of a row that is gone says so.
 */
export function exportMarkdown({ markdown, status, actions, sources, ...answers }: Exported): string {
  const known = new Map(sources.map((one) => [one.id, one]));
  const [title = '', ...rest] = markdown.trimEnd().split('\n');
  const items = actions.map(
    ({ kind, title, owner, dueOn, doneAt }) =>
      `- [${doneAt === null ? ' ' : 'x'}] ${escaped(title)} (${kind}), ${escaped(owner)}, ${doneAt === null ? `due on ${dueOn}` : `done on ${doneAt.toISOString().slice(0, 10)}`}`,
  );
  if (items.length === 0 && answers.noActionsReason) items.push(`None, because: ${escaped(answers.noActionsReason)}`);
  const why = answers.gateReason && [GATE_REASON_WORDS[answers.gateReason], answers.gateReasonText].filter(Boolean);
  const said = [
    why && `Why no gate or canary stopped it: ${escaped(why.join('. '))}`,
    answers.timesUnknownReason && `Times that are not known: ${escaped(answers.timesUnknownReason)}`,
  ].filter((one) => !!one);
  const body = rest
    .filter((line) => items.length === 0 || !(line.includes(TO_WRITE) && line.includes('add the items')))
    .join('\n')
    .trimEnd();
  const text = replaceCitations(body, (id) => (known.has(id) ? `[^t${id}]` : ' (its source is gone)'));
  const notes = citedIn(text).flatMap((id) => {
    const row = known.get(id);
    return row === undefined
      ? []
      : [`[^t${id}]: ${instant(row.at)}, ${quoted(row.text)}${row.by === null ? '' : `, ${escaped(row.by)}`}`];
  });
  return `${[title, '', `*${status}*`, '', said.join('\n\n'), text, '', ...items, '', ...notes]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

const escaped = (text: string): string => quoted(text).slice(1, -1);
