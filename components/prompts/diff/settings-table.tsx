import { PanelHeader } from '#components/ui/panel.tsx';
import type { SettingChange } from './diff-sections.ts';

/** Settings that differ: name, before, after. */
export function SettingsTable({
  changes,
  total,
  a,
  b,
}: {
  changes: SettingChange[];
  total: number;
  a: number;
  b: number;
}) {
  return (
    <>
      <PanelHeader
        level={3}
        title="Settings"
        meta={changes.length === 0 ? `all ${total} the same` : `${changes.length} changed`}
        className="border-t"
      />
      {changes.length > 0 && (
        <table className="w-full table-fixed border-collapse text-12">
          <caption className="sr-only">Changed settings</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">setting</th>
              <th scope="col">version {a}</th>
              <th scope="col">version {b}</th>
            </tr>
          </thead>
          <tbody className="[&>tr:last-child>td]:border-b-0">
            {changes.map(({ name, before, after }) => (
              <tr key={name} className="align-top">
                <td className="border-b px-3 py-1.5 font-mono [overflow-wrap:anywhere]">{name}</td>
                <Value value={before} mark="del" />
                <Value value={after} mark="ins" />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Value({ value, mark: Mark }: { value: string | null; mark: 'del' | 'ins' }) {
  const look =
    Mark === 'del' ? 'bg-diff-del decoration-fail' : 'bg-diff-add no-underline shadow-[inset_0_-2px_0_var(--pass)]';
  return (
    <td className="w-[26%] border-b px-2 py-1.5 text-right font-mono [overflow-wrap:anywhere] last:pr-3">
      {value === null ? (
        <span className="text-muted-foreground">–</span>
      ) : (
        <Mark className={`rounded-[2px] px-px ${look}`}>{value}</Mark>
      )}
    </td>
  );
}
