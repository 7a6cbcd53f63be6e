import type { IncidentRow } from '#server/incidents/find-incident.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type FieldError, invalidFields } from '#server/platform/faults.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import type { NewCases } from './contract.ts';
import type { Failing } from './domain/failing.ts';
import { inputOfText } from './domain/input-of-text.ts';
import { failingOf, readFailingRequests, readInputs } from './read-failing.ts';
import { readIncidentPrompt } from './read-prompt.ts';

/** A case that was asked for, with what is known of its requests. `index` is its place in the request. */
export type Candidate = {
  index: number;
  request: string;
  input: Record<string, unknown>;
  expected: string | null;
  requests: number;
  failing: Failing;
};

/**
 * The cases of a request with their inputs, each input once: sent with it, else as stored. 422 names each request that is no
 * failing one of the incident, and each without an input.
 */
export async function readCandidates(ctx: Ctx, row: IncidentRow, cases: NewCases['cases']): Promise<Candidate[]> {
  const { requests } = await readFailingRequests(ctx, row);
  const byId = new Map(requests.map((each) => [each.id, each]));
  const groups = Map.groupBy(requests, ({ digest, key }) => digest ?? key);
  const asked = cases.flatMap(({ request }) => byId.get(request) ?? []);
  const texts = await readInputs(ctx, asked);
  const { variables } = await readIncidentPrompt(ctx, row);
  const errors: FieldError[] = [];
  const candidates = cases.flatMap(({ request, input: given, expected = null }, index): Candidate[] => {
    const found = byId.get(request);
    if (found === undefined) {
      errors.push(fault(index, 'request', 'not_failing', `no failing request ${request} of this incident is known.`));
      return [];
    }
    const text = texts.get(found.key);
    const input = given ?? (text === undefined ? undefined : inputOfText(text, variables));
    if (input === undefined) {
      errors.push(fault(index, 'input', 'required', `the input of ${request} was not stored: send it.`));
      return [];
    }
    const group = given === undefined ? (groups.get(found.digest ?? found.key) ?? [found]) : [found];
    return [{ index, request, input, expected, requests: group.length, failing: failingOf(group) }];
  });
  if (errors.length > 0) throw invalidFields(errors);
  return [...new Map(candidates.toReversed().map((each) => [canonicalJson(each.input), each])).values()].toReversed();
}

/** A fault of one case, at its field. */
export function fault(index: number, field: string, code: string, sentence: string): FieldError {
  const path = `/cases/${index}/${field}`;
  return { path, code, message: `${path}: ${sentence}` };
}
