import { plural } from '#components/ui/format.ts';
import type { TableState } from './table-state.ts';

/** The headline over the table: how many prompts it shows. `total` counts subfolders too. */
export function tableHeadline({ folder, search, tag }: TableState, total: number): string {
  const prompts = plural(total, 'prompt');
  const tagged = tag ? ` tagged ${tag}` : '';
  if (search) return `${prompts}${tagged} ${total === 1 ? 'matches' : 'match'} “${search}”.`;
  if (tag) return `${prompts} ${total === 1 ? 'is' : 'are'}${tagged}.`;
  return folder ? `${prompts} in ${folder}.` : `${prompts} in this project.`;
}
