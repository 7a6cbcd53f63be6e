import { PLACES } from '#components/shell/frame/places.ts';
import { SETTINGS_TABS, type SettingsTab, to } from '#components/shell/to.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import type { Address } from '#components/ui/link.tsx';

/** One line of the palette: leads to `href`, or runs an action. */
export type Finding = {
  key: string;
  group: string;
  icon: IconName;
  label: string;
  /** Shown on the right: "13 in production". */
  hint?: string;
  /** Further words by which it is found. */
  also?: string;
  /** Found by its words only, not listed while the text is empty. */
  quiet?: true;
} & ({ href: Address } | { run: () => void });

/** The findings whose label or other words contain every word of `text`, in the given order. */
export function matching(findings: Finding[], text: string): Finding[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return findings.filter((finding) => {
    if (words.length === 0) return !finding.quiet;
    const hay = `${finding.label} ${finding.also ?? ''} ${finding.group}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/** Words that people type when they look for a tab of the settings. */
const TAB_WORDS: Record<SettingsTab, string> = {
  members: 'people roles invite add',
  keys: 'api token create revoke',
  environments: 'protection protected approvals production',
  data: 'store inputs outputs texts bodies retention privacy',
  audit: 'log history verify chain who',
  about: 'version health worker database',
};

/** The further tabs of the models page, with words that people type when they look for them. */
const MODEL_TABS = [
  ['deprecations', 'retires retirement sunset calendar timeline'],
  ['inbox', 'changelog paste proposal date'],
] as const;

/** The pages of a project, including tabs of the models page and of the settings. */
export function pageFindings(project: string): Finding[] {
  const places = PLACES.flatMap(({ places: some }) => some).map(
    (place): Finding => ({
      key: `page ${place.label}`,
      group: 'Pages',
      icon: place.icon,
      label: place.label,
      href: place.href(project),
    }),
  );
  const tabs = SETTINGS_TABS.map(
    (tab): Finding => ({
      key: `settings ${tab}`,
      group: 'Pages',
      icon: 'settings',
      label: `Settings: ${tab}`,
      href: to.settings(project, tab),
      also: TAB_WORDS[tab],
      quiet: true,
    }),
  );
  const models = MODEL_TABS.map(
    ([tab, words]): Finding => ({
      key: `models ${tab}`,
      group: 'Pages',
      icon: 'model',
      label: `Models: ${tab}`,
      href: to.models(project, { tab }),
      also: words,
      quiet: true,
    }),
  );
  return [...places, ...models, ...tabs];
}
