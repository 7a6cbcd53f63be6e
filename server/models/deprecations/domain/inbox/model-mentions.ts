/** A model that a text names. `isName`: by what people call it ("Claude Opus 4.1"), which is no id. */
export type ModelMention = { at: number; end: number; model: string; isName: boolean };

const TOKEN = /(?<![\w`@./:-])`?([A-Za-z]\w*(?:[-.:@/]\w+)*)`?/g;
const NAME =
  /\b(?:Claude|Gemini|GPT|Llama|Mistral|Grok|Command|Nova|Titan)(?: (?:[A-Z][a-z]+|\d[\d.]*[a-z]?(?=[ ,;:.)]|$)))+/g;
const REGION =
  /^(?:us|eu|ap|ca|sa|me|af|il|mx|cn|europe|asia|australia|northamerica|southamerica)-(?:gov-)?(?:north|south|east|west|central)[a-z]*-?\d?$/i;
const NO_MODEL = /^(?:utf|sha|iso|covid|rfc|http|tls|api|v\d+|part|step|section|page|tier|version)-/i;
const ENDING = /-(?:alpha|beta|preview|latest|stable|exp|experimental)$/i;

/** Whether a word is a Region of a cloud, such as `us-east-1` or `europe-west4`. */
export const isRegion = (word: string): boolean => REGION.test(word);

/**
 * The models of a text in the order in which they stand: words with a hyphen and a digit, or an ending such as `-beta`, or
 * in backticks, or listed already. Whatever stands at `taken` (dates, addresses) is no model.
 */
export function modelsIn(
  text: string,
  taken: readonly { at: number; end: number }[],
  listed: ReadonlySet<string>,
): ModelMention[] {
  const isFree = (at: number, end: number): boolean => !taken.some((each) => at < each.end && end > each.at);
  const ids = [...text.matchAll(TOKEN)].flatMap((match): ModelMention[] => {
    const model = (match[1] ?? '').replace(/[./:]+$/, '');
    const isQuoted = match[0].startsWith('`') && match[0].endsWith('`');
    const isId =
      listed.has(model.toLowerCase()) ||
      (isQuoted && /[\d-]/.test(model)) ||
      (/-/.test(model) && /\d/.test(model)) ||
      ENDING.test(model);
    if (!isId || isRegion(model) || NO_MODEL.test(model)) return [];
    const [at, end] = [match.index, match.index + match[0].length];
    return isFree(at, end) ? [{ at, end, model, isName: false }] : [];
  });
  const names = [...text.matchAll(NAME)].flatMap((match): ModelMention[] => {
    const [at, end] = [match.index, match.index + match[0].length];
    const isId = ids.some((id) => at < id.end && end > id.at);
    return /\d/.test(match[0]) && isFree(at, end) && !isId ? [{ at, end, model: match[0], isName: true }] : [];
  });
  return [...ids, ...names].toSorted((a, b) => a.at - b.at);
}
