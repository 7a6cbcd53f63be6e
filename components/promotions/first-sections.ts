import { show } from '#components/prompts/diff/diff-sections.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import type { DiffSection } from '#components/ui/diff-view.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';
import type { PromotionDetail } from './promotion-words.ts';

type Version = Pick<Outputs['prompts']['version'], 'template' | 'messages'>;

/** A version by itself, as sections in which everything is new. */
export function firstSections(detail: PromotionDetail, version: Version): DiffSection[] {
  const model = modelText(detail);
  const settings = [
    ...(model === null ? [] : [`model: ${model}`]),
    ...Object.entries(detail.settings).map(([name, value]) => `${name}: ${show(value)}`),
  ];
  const texts = version.messages
    ? version.messages.map(({ role, content }, index) => ({ title: `${role}, message ${index + 1}`, text: content }))
    : [{ title: 'template', text: version.template ?? '' }];
  return [
    ...(settings.length > 0 ? [{ title: 'settings', before: null, after: settings.join('\n') }] : []),
    ...texts.map(({ title, text }) => ({ title, before: null, after: text })),
  ];
}
