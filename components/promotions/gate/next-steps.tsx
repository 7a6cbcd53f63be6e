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

type NextStep = { href: Address; title: string; sub: string };

/** What to do about a promotion that stopped: edit the prompt, try a variant that scored better, extend a golden set. */
export function NextSteps({ detail }: { detail: PromotionDetail }) {
  const { project } = useProject();
  const steps = nextStepsOf(detail, project.name);
  if (steps.length === 0) return null;
  return (
    <Panel>
      <PanelHeader title="Next steps" />
      <Rows>
        {steps.map(({ href, title, sub }) => (
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

function nextStepsOf(detail: PromotionDetail, project: string): NextStep[] {
  const edit: NextStep = {
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
function betterVariant(detail: PromotionDetail, project: string): NextStep[] {
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

const moreItems = (dataset: string, project: string): NextStep => ({
  href: to.dataset(project, dataset),
  title: `Add items to ${dataset}`,
  sub: 'then import both runs on the new version, and recheck',
});
