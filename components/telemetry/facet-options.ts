import type { FacetOptions } from '#components/shell/filters/filter-bar.tsx';
import type { Outputs } from '#components/shell/trpc.ts';
import { countShort } from '#components/ui/format.ts';

type Facets = Outputs['telemetry']['facets'];

const values = (list: readonly { value: string; n: number }[]) =>
  list.map(({ value, n }) => ({ value, hint: countShort(n) }));

/** What the filter bar offers: values with traffic, most first; versions only of the prompt that is chosen. */
export function facetOptions(facets: Facets, prompt: string | null): FacetOptions {
  const versions = facets.versions
    .filter((one) => one.prompt === prompt)
    .map(({ version, n }) => ({ value: String(version), n }));
  return {
    environment: values(facets.environments),
    prompt: values(facets.prompts),
    ...(prompt === null ? {} : { version: values(versions) }),
    model: values(facets.models),
    provider: values(facets.providers),
    arm: values(facets.arms),
    service: values(facets.services),
  };
}
