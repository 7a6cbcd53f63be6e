import type { IncidentFacts } from './compare-facts.ts';

/** A post-mortem as `GET /api/v1/incidents/{id}/postmortem` returns it, as far as its facts are read. */
export type Draft = { markdown: string };

const TIME = '(\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}) UTC';

/**
 * The facts that the sentences of a drafted post-mortem state, in the shape of an incident, so that both are held against what
 * was published in the same way. What it does not state is null; its detector is the incident's, which it tells in words.
 */
export function factsOfDraft({ markdown }: Draft, { detector }: Pick<IncidentFacts, 'detector'>): IncidentFacts {
  const text = markdown.replace(/\[\^t\d+\]/g, '');
  const time = (pattern: string) => {
    const found = new RegExp(pattern).exec(text)?.[1];
    return found === undefined ? null : { at: `${found.replace(' ', 'T')}:00.000Z` };
  };
  const [, failed, requests] = /([\d,]+) of ([\d,]+) requests failed/.exec(text) ?? [];
  const [, , changed] = new RegExp(`## What changed\\?\\n\\n${TIME}: “([^”]+)”`).exec(text) ?? [];
  return {
    times: {
      impact_start: time(`first bad minute, ${TIME}`),
      detected: time(`to the detection, ${TIME}`),
      mitigated: time(`The symptom ended at ${TIME}`),
      resolved: time(`The cause was removed at ${TIME}`),
    },
    ...{ detector, trigger: changed === undefined ? null : { title: changed }, suspects: [] },
    impact:
      failed === undefined || requests === undefined
        ? null
        : { requests: numberOf(requests), failed_requests: numberOf(failed) },
  };
}

const numberOf = (text: string): number => Number(text.replaceAll(',', ''));
