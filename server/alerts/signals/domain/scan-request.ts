import { type Hit, isCounted } from './hit.ts';
import { findLeaks, type TemplateText } from './leak.ts';
import { type Parts, partsOf } from './parts.ts';
import { scanText } from './scan-text.ts';
import { findImages, findNewTools, hostsUsed, type Seen } from './tools.ts';

/** What is stored of one request. */
export type StoredRequestText = {
  input: string | null;
  output: string | null;
  /** Names of the tools that it called. */
  tools: readonly string[];
  /** The highest score of a judge of injections, 0..1; null: none came. */
  judged: number | null;
};

/** What is known of the prompt that served it. */
export type Surroundings = { canaries: readonly string[]; template: TemplateText | null; seen: Seen };

export type RequestScan = {
  hits: Hit[];
  /** Whether the hits are enough to count the request. */
  isCounted: boolean;
  /** Whether there was anything to look at: a stored text, or the score of a judge. Else nothing is known of it. */
  isScanned: boolean;
  /** Whether a text is longer than what is looked at. */
  isCut: boolean;
  /** What it used, for what is seen later. */
  hosts: string[];
};

/** Characters of an output that are searched for addresses. */
const OUTPUT_MAX = 65_536;
const NOTHING: Parts = { parts: [], isCut: false };
/** From this score of a judge on, a request is counted. */
export const JUDGED_FROM = 0.5;
/** Hits of one request that are kept, the heaviest. */
const HITS_MAX = 12;

/**
 * Looks at one request. An input is searched for instructions, an output for what leaks. Bounded by the lengths of
 * `parts.ts`, whatever was sent; no text makes it fail.
 */
export function scanRequest(request: StoredRequestText, around: Surroundings): RequestScan {
  const input = request.input === null ? NOTHING : partsOf(request.input);
  const output = request.output === null ? NOTHING : partsOf(request.output);
  const hosts = request.output === null ? [] : hostsUsed(request.output.slice(0, OUTPUT_MAX));
  const hits: Hit[] = [
    ...input.parts.flatMap(({ part, text }) => scanText(text, { place: 'input', part })),
    ...findLeaks(output.parts, around),
    ...findImages(output.parts, request.input ?? '', around.seen),
    ...findNewTools({ tools: request.tools, hosts }, around.seen),
  ];
  if (request.judged !== null && request.judged >= JUDGED_FROM) {
    const where = { place: 'event', part: '', start: 0, end: 0, encoding: '' } as const;
    hits.push({ rule: 'judge', weight: 1, ...where, quote: `score ${request.judged}` });
  }
  hits.sort((a, b) => b.weight - a.weight);
  return {
    ...{ hits: hits.slice(0, HITS_MAX), isCounted: isCounted(hits), hosts },
    isScanned: request.input !== null || request.output !== null || request.judged !== null,
    isCut: input.isCut || output.isCut,
  };
}
