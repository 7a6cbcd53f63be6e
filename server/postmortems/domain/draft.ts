import type { TimeField } from '#server/incidents/domain/times.ts';
import { durationsOf } from '#server/incidents/domain/times.ts';
import { cite } from './citations.ts';
import { beforeText, type CitedFact, factKey, gateText, impactText, rowOfTime } from './fact-rows.ts';
import { impactLines, instant, plural, quoted, setWords, span } from './fact-words.ts';
import type { Facts, TimelineRow } from './facts.ts';
import { NOT_KNOWN, SECTIONS, type SectionKey, TO_WRITE } from './sections.ts';

/** Rows of one kind that a section lists; the others stand on the timeline. */
const LISTED_MAX = 12;

const toWrite = (what: string): string => `*${TO_WRITE} ${what}*`;
const unknown = (what: string): string => `${NOT_KNOWN} ${what}`;
const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
const MORE = 'Further rows stand on the timeline.';

/**
 * The first text of a post-mortem: what is known, each sentence with the rows of the timeline that it is from, what is not
 * known, and what people have to write. `rows` holds the whole timeline, with the rows of `factRows`. The same facts make
 * the same text.
 */
export function draftPostmortem(facts: Facts, rows: readonly TimelineRow[]): string {
  const known = { facts, rows, at: (field: TimeField) => timeOf(facts, rows, field) };
  const bodies: Record<SectionKey, string[]> = {
    changed: changed(known),
    signal: signal(known),
    detection: detection(known),
    remediation: remediation(known),
    impact: impact(known),
    possible: possible(known),
    surprises: [
      toWrite('what surprised you, and what helped by luck. Describe what people saw and knew, before you explain.'),
    ],
    gate: gate(known),
    actions: [toWrite('add the items beside this text, or say there why there are none.')],
  };
  const sections = SECTIONS.map(({ key, title }) => `## ${title}\n\n${bodies[key].join('\n\n')}`);
  return `# ${facts.name}: ${facts.title.replace(/\s+/g, ' ')}\n\n${sections.join('\n\n')}\n`;
}

type Known = { facts: Facts; rows: readonly TimelineRow[]; at: (field: TimeField) => Timed | null };
type Timed = { ms: number; words: string; source: string };

/** A time in words with its citation; null where it is not known. */
function timeOf({ times }: Facts, rows: readonly TimelineRow[], field: TimeField): Timed | null {
  const ms = times[field];
  const row = ms === null ? undefined : rowOfTime(rows, field, ms);
  return ms === null || row === undefined ? null : { ms, words: instant(ms), source: cite(row.id) };
}

const line = (row: TimelineRow): string =>
  `${instant(row.at)}: ${quoted(row.text)}${row.by === null ? '' : `, by ${quoted(row.by)}`}.${cite(row.id)}`;

function changed({ facts: { trigger, times }, rows, at }: Known): string[] {
  const start = at('impact_start');
  const until = times.impact_start ?? times.detected;
  const before = rows.filter(
    (row) =>
      row.source === 'feed' &&
      row.kind !== 'signal' &&
      // The start is a whole minute: its trigger may stand within it.
      until !== null &&
      (row.at < until || row.at === trigger?.at),
  );
  const mine = trigger && before.find((row) => row.at === trigger.at && row.text === trigger.title);
  if (before.length === 0)
    return [unknown('what changed. Switchyard recorded no change in its scope in the day before.')];
  const parts: string[] = [];
  if (mine)
    parts.push(
      `${line(mine)}${start === null ? '' : ` The impact began ${span(start.ms - mine.at)} later.${cite(mine.id)}${start.source}`} It preceded the impact; whether it caused it is for people to say.`,
    );
  else parts.push(unknown('which change triggered it. None of its prompt or model stands shortly before.'));
  const others = before.filter((row) => row !== mine).toReversed();
  if (others.length > 0) {
    parts.push(mine ? 'Before that, in its scope:' : 'What preceded it, in its scope:');
    parts.push(bullets(others.slice(0, LISTED_MAX).map(line)));
    if (others.length > LISTED_MAX) parts.push(MORE);
  }
  return parts;
}

function signal({ facts, rows, at }: Known): string[] {
  const detected = at('detected');
  const severity = new Map(facts.alerts.map((one) => [one.key, one.severity]));
  const signals = rows.filter(({ dedupeKey }) => severity.has(dedupeKey));
  const first = signals.find((row) => row.at === facts.times.detected) ?? signals[0];
  const who = facts.detectedBy === null ? 'a person' : quoted(facts.detectedBy);
  const fired = (row: TimelineRow) =>
    `${quoted(row.text)} fired as a ${severity.get(row.dedupeKey)} at ${instant(row.at)}.${cite(row.id)}`;
  const parts: string[] = [];
  if (facts.detector === 'person')
    parts.push(
      detected === null
        ? unknown('when it was noticed; a person declared it.')
        : `A person noticed it: ${who} declared it at ${detected.words}.${detected.source}${first === undefined ? ' No alert is linked to it.' : ''}`,
    );
  if (first !== undefined) parts.push(fired(first));
  else if (facts.detector !== 'person') parts.push(unknown('which alert detected it. None is linked to it.'));
  const others = signals.filter((row) => row !== first);
  if (others.length > 0) parts.push('Further signals:', bullets(others.slice(0, LISTED_MAX).map(fired)));
  if (others.length > LISTED_MAX) parts.push(MORE);
  return parts;
}

function detection({ facts, at }: Known): string[] {
  const [start, detected, acknowledged] = [at('impact_start'), at('detected'), at('acknowledged')];
  const { proactive } = durationsOf(facts.times);
  const parts: string[] = [];
  if (start === null || detected === null)
    parts.push(
      unknown(
        `how long until detection, because ${start === null ? 'the start of the impact' : 'the time of detection'} is not known.`,
      ),
    );
  else if (proactive)
    parts.push(
      `It was detected before the impact: at ${detected.words}, and the impact began at ${start.words}.${detected.source}${start.source}`,
    );
  else
    parts.push(
      `${span(detected.ms - start.ms)}: from the first bad minute, ${start.words}, to the detection, ${detected.words}.${start.source}${detected.source}`,
    );
  const from = facts.timeFrom.impact_start;
  if (start !== null && from !== undefined)
    parts.push(
      from.source === 'person'
        ? `The start was set by ${quoted(from.by)}${from.reason === null ? '' : `, because ${quoted(from.reason)}`}.${start.source}`
        : `The start was found by the machine: back from the detection through the unbroken run of bad minutes.${start.source}`,
    );
  parts.push(
    acknowledged === null || detected === null
      ? unknown('when a person first acted.')
      : `A person first acted ${span(Math.max(0, acknowledged.ms - detected.ms))} after the detection, at ${acknowledged.words}.${detected.source}${acknowledged.source}`,
  );
  return parts;
}

/** What the incident itself writes about its fields is no remedy. */
const isRemedy = ({ kind, dedupeKey }: TimelineRow): boolean =>
  kind === 'action' && !dedupeKey.startsWith('done:') && !dedupeKey.startsWith('alert-entry:');

function remediation({ facts, rows, at }: Known): string[] {
  const [start, mitigated, resolved] = [at('impact_start'), at('mitigated'), at('resolved')];
  const since = facts.times.impact_start ?? facts.times.detected ?? 0;
  const done = rows.filter((row) => isRemedy(row) && row.at >= since);
  const parts =
    done.length === 0
      ? [unknown('what was done. No action stands on the timeline.')]
      : [bullets(done.slice(0, LISTED_MAX).map(line))];
  if (done.length > LISTED_MAX) parts.push(MORE);
  if (mitigated === null) parts.push(unknown('when the symptom ended.'));
  else {
    const after = start === null ? '' : `, ${span(mitigated.ms - start.ms)} after the impact began`;
    const alone = facts.isMitigatedByMachine ? ' No change by a person preceded its end.' : '';
    parts.push(`The symptom ended at ${mitigated.words}${after}.${start?.source ?? ''}${mitigated.source}${alone}`);
  }
  parts.push(
    resolved === null
      ? unknown('when the cause was removed.')
      : `The cause was removed at ${resolved.words}.${resolved.source}`,
  );
  return parts;
}

function impact({ facts, rows }: Known): string[] {
  const row = rowOf(rows, 'impact', impactText(facts));
  if (row === undefined) return [unknown('the impact, which has not been computed.')];
  const missing = [
    facts.impact?.excessFailures === null
      ? unknown('how many failures are usual, as there was no traffic before.')
      : null,
    facts.impact?.outcomes === 0 ? unknown('the outcomes; none were reported.') : null,
    facts.impact?.extraCostUsd === null ? unknown('the extra cost.') : null,
    facts.impact?.quality === null ? unknown('the difference in quality.') : null,
  ].filter((one) => one !== null);
  return [bullets([...impactLines(facts).map((one) => `${one}.${cite(row.id)}`), ...missing])];
}

const rowOf = (rows: readonly TimelineRow[], what: CitedFact, text: string | null): TimelineRow | undefined =>
  text === null ? undefined : rows.find(({ dedupeKey }) => dedupeKey === factKey(what, text));

function possible({ facts, rows }: Known): string[] {
  const parts = [toWrite('how the system and the work around it made this possible. Ask “how” and “what”, not “who”.')];
  const row = rowOf(rows, 'before', beforeText(facts));
  if (row !== undefined) parts.push(`${quoted(row.text)}.${cite(row.id)}`);
  return parts;
}

function gate({ facts, rows }: Known): string[] {
  const { gate } = facts;
  if (gate.kind === 'no_prompt')
    return ['The incident names no prompt, so it follows no release that a gate decides on.'];
  const row = rowOf(rows, 'gate', gateText(facts));
  if (gate.kind === 'nothing_served' || row === undefined)
    return [unknown('which release served. Switchyard knows no deployment of this prompt before the impact.')];
  const source = cite(row.id);
  const title = quoted(gate.title);
  if (gate.kind === 'direct')
    return [
      `${title} at ${instant(gate.at)} was deployed without a promotion, so no gate decided.${source}`,
      toWrite('why it went without one.'),
    ];
  if (gate.kind === 'no_verdict') return [`No gate decided on the promotion ${title}.${source}`, toWrite('why.')];
  const parts = [
    `The gate said ${gate.verdict} on ${instant(gate.at)} for ${title}, with a margin of ${gate.margin}.${source}`,
  ];
  if (gate.note === 'no_baseline') parts.push('It was a first release: nothing was compared, only floors and limits.');
  if (gate.overriddenBy !== null) parts.push(`${quoted(gate.overriddenBy)} overrode the verdict.${source}`);
  const [first] = gate.sets;
  if (first === undefined) parts.push('No golden set was evaluated.');
  else {
    parts.push(`Evaluated, and nothing else: ${gate.sets.map((one) => quoted(setWords(one))).join('; ')}.${source}`);
    const hidden = gate.sets.flatMap(({ categories }) => categories).filter(({ mayHide }) => mayHide !== null);
    if (hidden.length > 0)
      parts.push(
        bullets(
          hidden
            .slice(0, LISTED_MAX)
            .map(
              (one) =>
                `${quoted(one.name)}, with ${plural(one.n, 'item')}, could still hide a drop of ${((one.mayHide ?? 0) * 100).toFixed(1)} points of 100.${source}`,
            ),
        ),
      );
  }
  if (gate.findings.length > 0)
    parts.push(bullets(gate.findings.slice(0, LISTED_MAX).map((one) => `${quoted(one)}${source}`)));
  parts.push(toWrite('which inputs of this incident no golden set held, or which other reason it was.'));
  return parts;
}
