import { beforeOf, type PromotionDetail } from '#components/promotions/promotion-words.ts';
import { type SettingChange, settingChanges, show, textSections } from '#components/prompts/diff/diff-sections.ts';
import type { DiffSection } from '#components/ui/diff/diff-view.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';

type Diff = NonNullable<PromotionDetail['diff']>;

/** Settings that differ, among them the variant's model, which replaces the version's own `model`. */
export function changedSettings(detail: PromotionDetail): SettingChange[] {
  const before = beforeOf(detail);
  if (!before) return [];
  const [was, is] = [modelText(before), modelText(detail)];
  const model = was === is ? [] : [{ name: 'model', before: was, after: is }];
  const others = settingChanges((detail.diff?.settings ?? []).filter(({ path }) => path !== '/config/model'));
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
  return [...settings, ...textSections(diff.texts)];
}
