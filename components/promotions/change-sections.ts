import type { DiffSection } from '#components/ui/diff-view.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';
import { beforeOf, type PromotionDetail } from './promotion-words.ts';

type Diff = NonNullable<PromotionDetail['diff']>;

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** `/config/tools/0/name` is `tools.0.name`; the pointer's escapes are undone. */
function settingName(path: string): string {
  const parts = path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return (parts[0] === 'config' ? parts.slice(1) : parts).join('.');
}

/** Settings that differ, the model of the variant among them; the version's own `model` gives way to it. */
export function changedSettings(
  detail: PromotionDetail,
): { name: string; before: string | null; after: string | null }[] {
  const before = beforeOf(detail);
  if (!before) return [];
  const [was, is] = [modelText(before), modelText(detail)];
  const model = was === is ? [] : [{ name: 'model', before: was, after: is }];
  const others = (detail.diff?.settings ?? [])
    .filter(({ path }) => path !== '/config/model')
    .map((setting) => ({
      name: settingName(setting.path),
      before: setting.op === 'added' ? null : show(setting.from),
      after: setting.op === 'removed' ? null : show(setting.to),
    }));
  return [...model, ...others];
}

/** Settings and texts of the version against what served, as the diff takes them. */
export function changeSections(detail: PromotionDetail, diff: Diff): DiffSection[] {
  const changed = changedSettings(detail);
  const touched = new Set(changed.map(({ name }) => name.split('.')[0]));
  const model = modelText(detail);
  const same = [
    ...(model !== null && !touched.has('model') ? [`model: ${model}`] : []),
    ...Object.entries(detail.settings)
      .filter(([name]) => !touched.has(name))
      .map(([name, value]) => `${name}: ${show(value)}`),
  ];
  const side = (of: 'before' | 'after') =>
    [...changed.flatMap((one) => (one[of] === null ? [] : [`${one.name}: ${one[of]}`])), ...same].join('\n');
  const settings =
    changed.length + same.length > 0 ? [{ title: 'settings', before: side('before'), after: side('after') }] : [];
  return [...settings, ...diff.texts.map(textSection)];
}

function textSection({ path, role, op, lines }: Diff['texts'][number]): DiffSection {
  const side = (without: 'added' | 'removed') =>
    lines
      .filter((line) => line.op !== without)
      .map(({ text }) => text)
      .join('\n');
  const place = /\d+$/.exec(path);
  return {
    // Two messages of one role need two titles.
    title: role === null ? 'template' : `${role}${place ? `, message ${Number(place[0]) + 1}` : ''}`,
    before: op === 'added' ? null : side('added'),
    after: op === 'removed' ? null : side('removed'),
  };
}
