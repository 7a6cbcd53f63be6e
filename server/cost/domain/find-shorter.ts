import { type Margin, marginPoints } from '#server/evals/domain/margin.ts';
import { dollarsOf } from './dollars.ts';
import { marginWords } from './margin-words.ts';
import { type Lengths, outputCompression, promptDiet, type SectionDay } from './prompt-diet.ts';
import { refusedAs } from './saving-reasons.ts';
import type { Finding, SavingsQuality } from './savings.ts';
import { inDollars, type ModelRates } from './savings-money.ts';
import type { TemplateSection } from './template-sections.ts';

/** One version of a prompt at one model, by day. */
export type DietTraffic = {
  prompt: string;
  version: number;
  model: string;
  rates: ModelRates | null;
  sections: readonly TemplateSection[];
  days: readonly SectionDay[];
};

/** A shorter section is not worth an evaluation. */
const SECTION_TOKENS_MIN = 40;

/** What leaving out the largest fixed instruction would have saved; the other sections beside it. */
export function findPromptDiet({ prompt, version, model, rates, sections, days }: DietTraffic): Finding {
  const subject = { prompt, version, model, other: null };
  const about = `${prompt} ${version} on ${model}`;
  if (rates === null) return refusedAs({ refused: 'price_unknown', found: 0, needed: 1 }, { about, subject });
  const fixed = sections
    .filter(({ varies, isInstruction, tokens }) => !varies && isInstruction && tokens >= SECTION_TOKENS_MIN)
    .toSorted((a, b) => b.tokens - a.tokens);
  const [largest] = fixed;
  if (largest === undefined) {
    const reason = `${about}: no fixed instruction of ${SECTION_TOKENS_MIN} tokens or more, so there is nothing to leave out.`;
    return refusedAs({ refused: 'no_saving_possible', found: 0, needed: 1 }, { about, subject, reason });
  }
  const saving = promptDiet(largest.tokens, days, rates);
  if (saving.refused !== null) return refusedAs(saving, { about, subject });
  const change = { kind: 'leave_out', section: sections.indexOf(largest) } as const;
  return {
    found: {
      subject,
      ...inDollars(saving),
      basis: 'replayed',
      requests: days.reduce((sum, day) => sum + day.requests, 0),
      pairs: null,
      recommended: false,
      summary: `${about}: “${largest.name}” is ${largest.tokens.toLocaleString('en-US')} tokens of every request.`,
      notes: [
        'Whether the answers need it is unknown until a version without it is evaluated. Tokens are estimated as characters / 4.',
      ],
      experiment: { kind: 'edit_version', prompt, version, change },
      sections: fixed.flatMap(({ name, tokens }) => {
        const own = promptDiet(tokens, days, rates);
        return own.refused === null ? [{ name, tokens, savedUsd: dollarsOf(own.savedPico) }] : [];
      }),
    },
  };
}

/** Two versions of a prompt at one model; `shorter` was measured by requests or by a run over the same items. */
export type LengthsCompared = {
  prompt: string;
  version: number;
  shorterVersion: number;
  model: string;
  rates: ModelRates | null;
  now: Lengths;
  shorter: Lengths;
  basis: 'measured' | 'paired';
  /** Requests of `version` in the window. */
  requests: number;
  /** Of the shorter version against `version`, from runs over the same items, where there are any. */
  quality: Exclude<SavingsQuality, string> | null;
  runs: { candidate: string; baseline: string } | null;
  margin: Margin;
  /** Mean score of `version` on those items, which a relative margin is a share of; null without runs. */
  baselineScore: number | null;
};

/** What the shorter version would have saved on the requests of the other. */
export function findOutputCompression(compared: LengthsCompared): Finding {
  const { prompt, version, shorterVersion, model, rates, now, shorter, basis, requests, quality, runs } = compared;
  const subject = { prompt, version, model, other: `${prompt} ${shorterVersion}` };
  const about = `${prompt} ${shorterVersion} instead of ${version} on ${model}`;
  if (rates === null) return refusedAs({ refused: 'price_unknown', found: 0, needed: 1 }, { about, subject });
  const saving = outputCompression(now, shorter, requests, rates.output);
  if (saving.refused !== null) return refusedAs(saving, { about, subject });
  const low = saving.intervalPico?.[0] ?? 0n;
  if (low <= 0n) {
    const reason = `${about}: its answers are not shorter beyond chance (${now.mean.toFixed(0)} and ${shorter.mean.toFixed(0)} tokens).`;
    return refusedAs({ refused: 'no_saving_possible', found: 0, needed: 1 }, { about, subject, reason });
  }
  const points = marginPoints(compared.margin, compared.baselineScore ?? 0);
  const isKept = quality !== null && quality.low > -points;
  return {
    found: {
      subject,
      ...inDollars({ ...saving, quality: quality ?? 'not_measured' }),
      basis,
      requests,
      pairs: basis === 'paired' ? shorter.n : null,
      recommended: isKept,
      ...(quality === null ? {} : { margin: compared.margin }),
      summary: `${prompt} ${shorterVersion} answers in ${shorter.mean.toFixed(0)} tokens instead of ${now.mean.toFixed(0)} on ${model}.`,
      notes: [
        basis === 'paired'
          ? 'Both lengths are of the same golden items, which may be longer or shorter than requests.'
          : 'Both lengths are of requests, which may have differed between the versions.',
        ...(quality === null
          ? []
          : [`Quality ${isKept ? 'stays within' : 'may fall by more than'} ${marginWords(compared.margin, points)}.`]),
      ],
      experiment: { kind: 'promote', prompt, version: shorterVersion },
      ...(runs === null ? {} : { runs }),
    },
  };
}
