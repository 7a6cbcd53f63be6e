'use client';

import { type PromotionDetail, variantWords } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { percent } from '#components/ui/format.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { type Address, PlainLink } from '#components/ui/link.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';
import { scoredVariants } from './scored-variants.ts';

type Way = { href: Address; title: string; sub: string };

/** Where it does not go on here: the prompt, a variant that did better, the golden set that is too small. */
export function WaysOn({ detail }: { detail: PromotionDetail }) {
  const { project } = useProject();
  const ways = waysOf(detail, project.name);
  if (ways.length === 0) return null;
  return (
    <Panel>
      <PanelHeader title="Ways on" />
      <Rows>
        {ways.map(({ href, title, sub }) => (
          <Row
            key={title}
            title={
              <PlainLink href={href} className="text-link font-strong">
                {title}
              </PlainLink>
            }
            sub={sub}
            action={<Icon name="chevron-right" size={14} />}
          />
        ))}
      </Rows>
    </Panel>
  );
}

function waysOf(detail: PromotionDetail, project: string): Way[] {
  const edit: Way = {
    href: to.prompt(project, detail.prompt, { tab: 'editor', version: detail.version }),
    title: 'Write a new version',
    sub: `starting from version ${detail.version}`,
  };
  switch (detail.status) {
    case 'blocked':
      return [edit, ...betterVariant(detail, project)];
    case 'needs_evidence':
      return [...(detail.gate?.datasets ?? []).map(({ dataset }) => moreItems(dataset, project)), edit];
    case 'rejected':
    case 'cancelled':
    case 'rolled_back':
      return [edit];
    default:
      return [];
  }
}

/** The best other variant that beats the candidate and is not what serves already. */
function betterVariant(detail: PromotionDetail, project: string): Way[] {
  const dataset = detail.gate?.decidedBy ?? '';
  const variants = scoredVariants(detail, dataset);
  const own = variants.find(({ role }) => role === `version ${detail.version}`);
  const best = variants.find(({ role, score }) => role === null && own !== undefined && score > own.score);
  if (!best) return [];
  return [
    {
      href: to.evalRun(project, best.run),
      title: 'Try another variant',
      sub: `${modelText(best) ?? variantWords(best)} reaches ${percent(best.score)}`,
    },
  ];
}

const moreItems = (dataset: string, project: string): Way => ({
  href: to.dataset(project, dataset),
  title: `Add items to ${dataset}`,
  sub: 'then import both runs on the new version, and recheck',
});
