import { type DateRole, dateRole, type ModelRole, modelRole } from './cues.ts';
import { type DateForm, type DateMention, datesIn } from './date-forms.ts';
import { type ModelMention, modelsIn } from './model-mentions.ts';
import { clausesOf } from './sentences.ts';

/** A date of a sentence, its event, and the models that it applies to; empty where the sentence names none. */
export type SaidDate = { date: DateForm; role: DateRole; models: readonly ModelMention[]; after: string };
export type SaidModel = ModelMention & { role: ModelRole };
/** A replacement or the target of an alias, and what for. */
export type SaidPair = { model: string; role: 'replacement' | 'target'; for: readonly ModelMention[] };
export type ReadSentence = { models: readonly SaidModel[]; dates: readonly SaidDate[]; pairs: readonly SaidPair[] };

/** Reads one sentence: which models, which dates, and what belongs to what. `listed`: known ids in lower case. */
export function readSentence(sentence: string, listed: ReadonlySet<string>): ReadSentence {
  const dates = datesIn(sentence);
  const addresses = [...sentence.matchAll(/https?:\/\/\S+/g)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
  }));
  const models = withRoles(sentence, modelsIn(sentence, [...dates, ...addresses], listed), dates);
  const said: SaidDate[] = [];
  const pairs: SaidPair[] = [];
  let earlier: readonly ModelMention[] = [];
  for (const clause of clausesOf(sentence)) {
    const inside = ({ at }: { at: number }): boolean => at >= clause.at && at < clause.end;
    const [own, when] = [models.filter(inside), dates.filter(inside)];
    const subjects = own.filter(({ role }) => role === 'subject');
    const isDateFirst = (when[0]?.at ?? Infinity) < (subjects[0]?.at ?? -1);
    let held = earlier;
    when.forEach((mention, i) => {
      const from = i === 0 ? clause.at : (when[i - 1]?.end ?? clause.at);
      const to = when[i + 1]?.at ?? clause.end;
      const near = subjects.filter(({ at }) =>
        isDateFirst ? at > mention.end && at < to : at >= from && at < mention.at,
      );
      if (near.length > 0) held = near;
      const after = sentence.slice(mention.end, to);
      const role = dateRole(sentence.slice(from, mention.at), after, {
        sentence,
        last: said.at(-1)?.role ?? null,
        hasLater: i + 1 < when.length,
      });
      said.push({ date: mention.date, role, models: held, after });
    });
    pairs.push(...pairsOf(own, earlier));
    if (subjects.length > 0) earlier = subjects;
  }
  return { models, dates: said, pairs };
}

function withRoles(sentence: string, models: readonly ModelMention[], dates: readonly DateMention[]): SaidModel[] {
  const tokens = [...models, ...dates].map(({ at, end }) => ({ at, end })).toSorted((a, b) => a.at - b.at);
  const found: SaidModel[] = [];
  for (const model of models) {
    const before = tokens.findLast(({ end }) => end <= model.at);
    const next = tokens.find(({ at }) => at >= model.end);
    const last = found.at(-1);
    const follows = last !== undefined && before !== undefined && last.end === before.end;
    const role = modelRole(
      sentence.slice(before?.end ?? 0, model.at),
      sentence.slice(model.end, next?.at ?? sentence.length),
      follows ? last.role : null,
    );
    found.push({ ...model, role });
  }
  return found;
}

/** Replacements and targets of a clause, each for the subjects since the one before; with none before, for those after. */
function pairsOf(models: readonly SaidModel[], earlier: readonly ModelMention[]): SaidPair[] {
  let subjects: readonly ModelMention[] = [];
  let isOpen = true;
  return models.flatMap((model, i): SaidPair[] => {
    if (model.role === 'subject') {
      subjects = isOpen ? [...subjects, model] : [model];
      isOpen = true;
      return [];
    }
    isOpen = false;
    const later = models.slice(i + 1).filter(({ role }) => role === 'subject');
    const whose = subjects.length > 0 ? subjects : later.length > 0 ? later : earlier;
    return [{ model: model.model, role: model.role, for: whose }];
  });
}
