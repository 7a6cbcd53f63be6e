import { readFileSync } from 'node:fs';
import { templateText } from '#server/alerts/signals/domain/leak.ts';
import { rot13 } from '#server/alerts/signals/domain/readable.ts';
import { type RequestScan, scanRequest } from '#server/alerts/signals/domain/scan-request.ts';
import { wilsonInterval } from '#server/stats/wilson.ts';

/** One labelled request of server/alerts/signals/domain/labelled-requests.txt. */
export type Labelled = {
  isAttack: boolean;
  name: string;
  isHeldBack: boolean;
  input: string;
  output: string | null;
  line: number;
};

const FILE = new URL('../../server/alerts/signals/domain/labelled-requests.txt', import.meta.url);
const CANARY = 'mk-7f3a9c1e-amber';
const TEMPLATE =
  'You are Marla, the assistant of the Acme shop. Answer only questions about orders, returns and deliveries. Stay polite, keep answers below eighty words, never give legal advice, and hand over to a person whenever a customer asks for one or is upset.';

const bytesOf = (text: string): number[] => [...Buffer.from(text, 'utf8')];

const ENCODE: Record<string, (text: string) => string> = {
  base64: (text) => Buffer.from(text, 'utf8').toString('base64'),
  hex: (text) => Buffer.from(text, 'utf8').toString('hex'),
  rot13,
  reverse: (text) => [...text].reverse().join(''),
  percent: (text) =>
    bytesOf(text)
      .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
      .join(''),
  binary: (text) =>
    bytesOf(text)
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join(' '),
  decimal: (text) => bytesOf(text).join(' '),
  unicode: (text) => [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  entities: (text) => [...text].map((letter) => `&#${letter.charCodeAt(0)};`).join(''),
  tags: (text) => [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join(''),
  variation: (text) =>
    bytesOf(text)
      .map((byte) => String.fromCodePoint(0xe0100 + byte - 16))
      .join(''),
  zw: (text) => [...text].join('\u200b'),
  random: (length) => Buffer.from(Array.from({ length: Number(length) * 0.75 }, noise())).toString('base64'),
};

/** The same bytes in every run: a linear congruential generator. */
function noise(): () => number {
  let state = 41;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
}

/** Puts in what a line asks for, from the inside out. */
function written(line: string): string {
  let text = line
    .replaceAll('[[canary]]', CANARY)
    .replaceAll('[[template]]', TEMPLATE)
    .replaceAll('\\n', '\n')
    .replaceAll(/\\u\{([0-9a-f]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replaceAll(
      /\[\[(\w+):([^[\]]*)\]\]/g,
      (all, how: string, inner: string) => ENCODE[how]?.(inner) ?? all,
    );
  }
  return text;
}

/** The labelled requests. Every third of a class is held back. */
export function readLabelled(): Labelled[] {
  const found: Labelled[] = [];
  let [isAttack, name, place] = [false, '', 0];
  for (const [i, line] of readFileSync(FILE, 'utf8').split('\n').entries()) {
    const heading = /^== (benign|attack) (.+)$/.exec(line);
    if (heading) [isAttack, name, place] = [heading[1] === 'attack', heading[2] ?? '', 0];
    else if (line !== '' && !line.startsWith('# Req') && !(name === '' && line.startsWith('#'))) {
      const [input = '', output] = written(line).split(' ||| ');
      found.push({ isAttack, name, isHeldBack: place++ % 3 === 2, input, output: output ?? null, line: i + 1 });
    }
  }
  return found;
}

const SEEN = { tools: new Set<string>(), hosts: new Set<string>(), isLearned: false };
const AROUND = { canaries: [CANARY], template: templateText(TEMPLATE), seen: SEEN };

/** What the heuristics make of one of them. */
export const scanLabelled = ({ input, output }: Pick<Labelled, 'input' | 'output'>): RequestScan =>
  scanRequest({ input, output, tools: [], judged: null }, AROUND);

export type Share = { k: number; n: number; low: number; high: number };

const share = (k: number, n: number): Share => {
  const [low, high] = wilsonInterval({ successes: k, n }) ?? [0, 1];
  return { k, n, low, high };
};

/** Classes of attacks that heuristics on words cannot see: counted apart. */
export const UNSEEN = ['paraphrase', 'multi turn'];

export type Measured = { name: string; isAttack: boolean; counted: Share };
export type Figures = {
  /** By class: the share that is counted. Of attacks that is the recall, of benign requests false alarms. */
  classes: Measured[];
  precision: Share;
  recall: Share;
  /** Recall over the classes that heuristics can see. */
  seen: Share;
  falseAlarms: Share;
};

/** Precision and recall over some of the labelled requests, with 95 % intervals of Wilson. */
export function measureLabelled(of: readonly Labelled[]): Figures {
  const judged = of.map((one) => ({ ...one, isFound: scanLabelled(one).isCounted }));
  const found = (list: readonly (typeof judged)[number][]) => list.filter(({ isFound }) => isFound).length;
  const attacks = judged.filter(({ isAttack }) => isAttack);
  const benign = judged.filter(({ isAttack }) => !isAttack);
  const seen = attacks.filter(({ name }) => !UNSEEN.includes(name));
  return {
    classes: [...Map.groupBy(judged, ({ isAttack, name }) => `${isAttack} ${name}`).values()].map((list) => ({
      name: list[0]?.name ?? '',
      isAttack: list[0]?.isAttack ?? false,
      counted: share(found(list), list.length),
    })),
    precision: share(found(attacks), found(attacks) + found(benign)),
    recall: share(found(attacks), attacks.length),
    seen: share(found(seen), seen.length),
    falseAlarms: share(found(benign), benign.length),
  };
}

const percent = (value: number): string => (100 * value).toFixed(1);
const words = ({ k, n, low, high }: Share): string => `${k} of ${n} (${percent(low)} to ${percent(high)} %)`;

/** The figures as lines to print. */
export const linesOf = (title: string, { classes, precision, recall, seen, falseAlarms }: Figures): string[] => [
  `${title}: precision ${words(precision)}, recall ${words(recall)}, of what can be seen ${words(seen)}, false alarms ${words(falseAlarms)}`,
  ...classes.map(({ name, isAttack, counted }) => `  ${isAttack ? 'attack' : 'benign'} ${name}: ${words(counted)}`),
];
