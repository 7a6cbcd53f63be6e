'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebounce } from 'use-debounce';
import { setTheme } from '#components/shell/frame/theme.ts';
import { leave } from '#components/shell/leave.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { useOpenPromotions } from '#components/shell/reads/use-open-promotions.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { type Finding, matching, pageFindings } from './findings.ts';

/** The most results of one kind: with more, typing another letter is quicker than scrolling. */
const OF_A_KIND_MAX = 6;

/** Milliseconds after the last key before a request is sent. */
const PAUSE_MS = 120;

/** The results for `text`: prompts, datasets, models, open promotions and open incidents, then pages and actions. */
export function useFindings(text: string): { findings: Finding[]; searching: boolean } {
  const { project } = useProject();
  const { found, searching } = useSearch(text);
  const promotions = usePromotionFindings();
  const incidents = useIncidentFindings();
  const known = matching([...promotions, ...incidents, ...pageFindings(project.name), ...ACTIONS], text);
  return { findings: [...found, ...known], searching };
}

/** The results that the server searches for. Sends no request while the text is empty. */
function useSearch(text: string): { found: Finding[]; searching: boolean } {
  const trpc = useTRPC();
  const { project } = useProject();
  const [settled] = useDebounce(text.trim(), PAUSE_MS);
  const options = { enabled: settled !== '', placeholderData: keepPreviousData };
  const prompts = useQuery({
    ...trpc.prompts.search.queryOptions({ project: project.name, text: settled, limit: OF_A_KIND_MAX }),
    ...options,
  });
  const datasets = useQuery({
    ...trpc.evals.datasets.queryOptions({ project: project.name, search: settled || undefined }),
    ...options,
  });
  const models = useQuery({
    ...trpc.models.names.queryOptions({ project: project.name, search: settled, limit: OF_A_KIND_MAX }),
    ...options,
  });
  if (text.trim() === '') return { found: [], searching: false };
  const found = [
    ...(prompts.data ?? []).map(
      (prompt): Finding => ({
        key: `prompt ${prompt.name}`,
        group: 'Prompts',
        icon: 'prompt',
        label: prompt.name,
        hint: prompt.latestVersion === null ? 'no version yet' : `version ${prompt.latestVersion}`,
        href: to.prompt(project.name, prompt.name),
      }),
    ),
    ...(datasets.data ?? []).slice(0, OF_A_KIND_MAX).map(
      (dataset): Finding => ({
        key: `dataset ${dataset.name}`,
        group: 'Datasets',
        icon: 'eval',
        label: dataset.name,
        hint: `version ${dataset.version}`,
        href: to.dataset(project.name, dataset.name),
      }),
    ),
    ...(models.data ?? []).map(
      ({ provider, modelId }): Finding => ({
        key: `model ${provider}/${modelId}`,
        group: 'Models',
        icon: 'model',
        label: `${provider}/${modelId}`,
        href: to.model(project.name, provider, modelId),
      }),
    ),
  ];
  return { found, searching: settled !== text.trim() || [prompts, datasets, models].some((read) => read.isFetching) };
}

function usePromotionFindings(): Finding[] {
  const { project } = useProject();
  return useOpenPromotions().promotions.map((promotion) => ({
    key: `promotion ${promotion.id}`,
    group: 'Promotions',
    icon: 'promotion',
    label: `${promotion.prompt} ${promotion.version} to ${promotion.to}`,
    hint: promotion.status.replaceAll('_', ' '),
    quiet: true,
    href: to.promotion(project.name, promotion.id),
  }));
}

function useIncidentFindings(): Finding[] {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useQuery(trpc.incidents.list.queryOptions({ project: project.name, open: true }));
  return (data?.data ?? []).map(({ number, name, title, state }) => ({
    key: `incident ${number}`,
    group: 'Incidents',
    icon: 'incident',
    label: `${name}: ${title}`,
    hint: state,
    quiet: true,
    href: to.incident(project.name, number),
  }));
}

const ACTIONS: Finding[] = [
  { key: 'dark', group: 'Actions', icon: 'theme', label: 'Switch to dark', also: 'theme', run: () => setTheme('dark') },
  {
    key: 'light',
    group: 'Actions',
    icon: 'theme',
    label: 'Switch to light',
    also: 'theme',
    run: () => setTheme('light'),
  },
  { key: 'sign out', group: 'Actions', icon: 'person', label: 'Sign out', also: 'log out', run: () => void leave() },
];
