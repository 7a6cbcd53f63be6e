import type { Person, System } from '#test/harness/system.ts';
import { releaseBuilder } from './release.ts';

const DAY_MS = 86_400_000;
const PROMPT = 'help/answer';
const RULES = 'Follow the rules of the house. '.repeat(160).trim();
/** What stands before the first variable, at 4 characters a token: long enough for a prefix cache. */
const PREFIX_TOKENS = Math.ceil(`${RULES}\n\n`.length / 4);

/** US dollars per million tokens; cached input costs a tenth. */
const PRICES = {
  'acme/large': { input: 3, output: 10 },
  'acme/small': { input: 0.3, output: 1 },
  'acme/next': { input: 3.3, output: 11 },
} as const;
const LARGE = PRICES['acme/large'];

const TASKS_A_DAY = 15;
/** A day's fifth task is passed on to a person. */
const PERSON_USD = 0.01;
/** The tokens of a request now and in the month before, when questions and answers were shorter. */
const NOW = { tokensIn: 1_500, tokensOut: 200 };
const BEFORE = { tokensIn: 1_200, tokensOut: 150 };

/** Items of the golden set by category: enough to prove `easy` within two points, and not enough for `hard`. */
const ITEMS = { easy: 200, hard: 60 };
const ANSWER = { tokens_in: NOW.tokensIn, tokens_out: NOW.tokensOut };
const SHORT_ANSWER_TOKENS = 80;

/** The days ago of which each stretch has tasks: around noon, so that no task is near the end of a stretch. */
const DAYS = { now: [1, 28], before: [31, 58], week: [1, 6], weekBefore: [7, 13] } as const;

/** The UTC day so many days ahead. */
const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/**
 * A project of one service over two months, made through the public HTTP API alone: the tasks of a prompt with outcomes and
 * a person's work, golden runs on three models, two models that retire. Returns what its pages must say, computed from
 * what was sent.
 */
export async function smallCompany(system: System, project: string, approver: Person) {
  const release = releaseBuilder(system, await system.key(undefined, { project }));
  const post = (path: string, body: unknown, status = 201) => release.send(status, 'POST', `/api/v1/${path}`, body);
  const model = (model_id: string, more: object) => post('models', { provider: 'acme', model_id, ...more });
  for (const [name, { input, output }] of Object.entries(PRICES).toReversed()) {
    const prices = { input_per_mtok: input, cached_input_per_mtok: input / 10, output_per_mtok: output };
    const leaves = name === 'acme/large' ? { owner: 'Kenji', retirement_date: dayIn(45), fallback: 'acme/next' } : {};
    await model(name.slice(5), { prices: [{ effective_from: '2026-01-01T00:00:00Z', ...prices }], ...leaves });
  }
  await model('old', { owner: 'Tove', retirement_date: dayIn(60), fallback: 'acme/next' });
  await model('idle', { retirement_date: dayIn(14) });

  const prompt = async (name: string, model: string, ...templates: string[]) => {
    await post('prompts', { name, type: 'text' });
    for (const template of templates)
      await post(`prompts/${encodeURIComponent(name)}/versions`, { template, config: { model } });
  };
  await prompt(PROMPT, 'acme/large', `${RULES}\n\n{{question}}`, `${RULES}\n\nBe brief.\n\n{{question}}`);
  for (const name of ['orders/extract', 'search/answer']) {
    await prompt(name, 'acme/old', `Read this: {{text}}, for ${name}`);
    await release.stage(name, 1);
  }
  await sendRuns(release);
  const approving = await system.key(['promote', 'read'], { owner: approver, project });
  await release.approve(approving, await release.promote(PROMPT, 1));
  await post('gates/check', { prompt: PROMPT, version: 1, model: 'acme/next', environment: 'production' }, 200);

  const tasks = [...tasksOf(DAYS.now, NOW), ...tasksOf(DAYS.before, BEFORE)];
  await post('events', { events: tasks.map(({ event }) => event) }, 207);
  await post('outcomes', { outcomes: tasks.map(({ outcome }) => outcome) }, 207);
  await post('costs', { costs: tasks.flatMap(({ costs }) => costs) }, 207);
  await post('cost/savings', {}, 202);
  await system.drain();
  const stretch = ([from, until]: readonly [number, number]) =>
    sumsOf(tasks.filter(({ daysAgo }) => daysAgo >= from && daysAgo <= until));
  return {
    stretches: { now: stretch(DAYS.now), before: stretch(DAYS.before) },
    weeks: { now: stretch(DAYS.week), before: stretch(DAYS.weekBefore) },
    savings: savingsOf(tasks.filter(({ daysAgo }) => daysAgo <= 30).length),
    leaving: leaving(),
  };
}

type Tokens = typeof NOW;

/** The tasks of these days, minutes apart: within the five minutes of a prefix cache. */
function tasksOf([from, until]: readonly [number, number], { tokensIn, tokensOut }: Tokens) {
  const days = Array.from({ length: until - from + 1 }, (_, i) => from + i);
  return days.flatMap((daysAgo) =>
    Array.from({ length: TASKS_A_DAY }, (_, i) => {
      const id = `${daysAgo}-${i}`;
      const at = new Date(Date.now() - (daysAgo + 0.5) * DAY_MS + i * 60_000).toISOString();
      const tokens = { tokens_in: tokensIn, tokens_out: tokensOut + 4 * (i % 5) };
      const success = i % 5 !== 1;
      const isPassedOn = i === 4;
      const queryType = i % 3 === 0 ? 'hard' : 'easy';
      const of = { prompt: PROMPT, version: 1, model: 'acme/large', environment: 'production', query_type: queryType };
      const person = { kind: 'human', amount_usd: PERSON_USD, name: 'an agent rewrites it' };
      return {
        daysAgo,
        queryType,
        success,
        costUsd:
          (tokens.tokens_in * LARGE.input + tokens.tokens_out * LARGE.output) / 1e6 + (isPassedOn ? PERSON_USD : 0),
        event: { id, at, operation_id: id, outcome_id: id, ...of, ...tokens },
        outcome: { id: `outcome-${id}`, outcome_id: id, success, at },
        costs: isPassedOn ? [{ id: `person-${id}`, at, operation_id: id, ...person }] : [],
      };
    }),
  );
}

const sumsOf = (tasks: ReturnType<typeof tasksOf>) =>
  Object.fromEntries(
    [...Map.groupBy(tasks, ({ queryType }) => queryType)].map(([type, own]) => [
      type,
      {
        tasks: own.length,
        succeeded: own.filter(({ success }) => success).length,
        costUsd: own.reduce((sum, { costUsd }) => sum + costUsd, 0),
      },
    ]),
  );

/** Answers to the golden set: the small model is wrong where it is hard, and version 2 answers in fewer tokens. */
async function sendRuns(release: ReturnType<typeof releaseBuilder>): Promise<void> {
  const items = Object.entries(ITEMS).flatMap(([category, n]) =>
    Array.from({ length: n }, (_, i) => ({
      ...{ id: `${category}-${i}`, category, expected: 'yes' },
      input: { question: `${i}` },
    })),
  );
  await release.send(201, 'POST', '/api/v1/datasets', { name: 'answers' });
  await release.send(201, 'POST', '/api/v1/datasets/answers/items', items);
  const runs = [
    ...Object.keys(PRICES).map((model) => ({ version: 1, model, tokens: ANSWER })),
    { version: 2, model: 'acme/large', tokens: { ...ANSWER, tokens_out: SHORT_ANSWER_TOKENS } },
  ];
  for (const { version, model, tokens } of runs) {
    const isWrong = (category: string, i: number) => model === 'acme/small' && category === 'hard' && i % 3 > 0;
    const results = items.map(({ id, category }, i) => ({
      ...{ item: id, output: isWrong(category, i) ? 'no' : 'yes' },
      ...tokens,
    }));
    await release.importRun(PROMPT, version, 'answers', results, { model });
  }
}

/** The three changes that save most of so many requests, in that order. */
function savingsOf(requests: number) {
  const costAt = ({ input, output }: { input: number; output: number }) =>
    (ANSWER.tokens_in * input + ANSWER.tokens_out * output) / 1e6;
  const easy = ITEMS.easy / (ITEMS.easy + ITEMS.hard);
  // The first request of a day writes the prefix, the others read it.
  const read = requests * (1 - 1 / TASKS_A_DAY) * PREFIX_TOKENS;
  return [
    {
      title: 'Smaller model for a subset',
      words: 'medium risk, medium complexity',
      savedUsd: requests * easy * (costAt(LARGE) - costAt(PRICES['acme/small'])),
      change: `acme/small is not worse than acme/large in 1 of 2 categories of ${PROMPT} 1: easy.`,
    },
    {
      title: 'Prefix caching',
      words: 'no risk, low complexity',
      savedUsd: (read * 0.9 * LARGE.input) / 1e6,
      change: `the first ${PREFIX_TOKENS.toLocaleString('en-US')} tokens are the same in every request. Answers stay as they are.`,
    },
    {
      title: 'Output compression',
      words: 'low risk, low complexity',
      savedUsd: (requests * (ANSWER.tokens_out - SHORT_ANSWER_TOKENS) * LARGE.output) / 1e6,
      change: `${PROMPT} 2 answers in ${SHORT_ANSWER_TOKENS} tokens instead of ${ANSWER.tokens_out}`,
    },
  ];
}

/** The models that serve and retire, soonest first. */
const leaving = () => [
  {
    ...{ model: 'acme/large', retiresOn: dayIn(45), days: 45, owner: 'Kenji', replacement: 'acme/next' },
    serves: '1 prompt in production',
    places: [`${PROMPT}, production`],
    proof: 'Proven' as const,
    readiness: 'its replacement is proven',
    rehearsal: 'Its only prompt is ready to move to acme/next before DAY.',
  },
  {
    ...{ model: 'acme/old', retiresOn: dayIn(60), days: 60, owner: 'Tove', replacement: 'acme/next' },
    serves: '2 prompts in staging',
    places: ['orders/extract and search/answer, staging'],
    proof: 'Unproven' as const,
    readiness: '0 of its 2 prompts have a proven replacement',
    rehearsal: '0 of 2 prompts are ready to move to acme/next before DAY; 2 have no run to compare.',
  },
];
