import { HANDBOOK } from './handbook.ts';

/** A moment of the two months: that many days ago, at this hour (UTC, with fractions), on a working day. */
export type When = { daysAgo: number; hour: number };

/** A version as it served: from its moment until the next one of the list. */
export type Served = When & { version: number; model: string; by: string };

export type SimVersion = { message: string; template: string; model: string; temperature: number; author: string };

export type SimPrompt = {
  name: string;
  description: string;
  tags: string[];
  service: string;
  /** Requests an hour at noon on a weekday. */
  perHour: number;
  tokensIn: number;
  /** Of each version, in their order: the median of output tokens, the mean quality, the share of requests that read a prefix from the cache. */
  tokensOut: number[];
  quality: number[];
  cached: number[];
  /** Share of tasks that succeed with the first version. */
  success: number;
  /** A tool that tasks of one query type call. */
  tool?: { name: string; queryType: string; usd: number };
  /** What a person does after a task that failed, for some of them. */
  person?: { name: string; share: number; usd: number };
  queryTypes: string[];
  versions: SimVersion[];
  served: Served[];
  /** Nothing that the story plants happens to it. */
  isCalm?: true;
};

const version = (
  message: string,
  template: string,
  model: string,
  temperature: number,
  author: string,
): SimVersion => ({ message, template, model, temperature, author });

export const PROMPTS: SimPrompt[] = [
  {
    name: 'search/answer',
    description: 'Answers a catalogue question from numbered passages',
    tags: ['customer-facing', 'search'],
    service: 'storefront',
    perHour: 120,
    tokensIn: 1200,
    tokensOut: [168, 164, 155, 108],
    quality: [0.838, 0.849, 0.868, 0.88],
    cached: [0, 0.6, 0.6, 0.6],
    success: 0.86,
    tool: { name: 'rerank', queryType: 'comparison', usd: 0.001 },
    queryTypes: ['availability', 'comparison', 'how-to', 'returns'],
    versions: [
      version(
        'Name the store in the first sentence',
        'You answer questions about the {{store}} catalogue.\nUse only the passages below.\n\nQuestion: {{question}}\n\n{{passages}}',
        'atlas-2',
        0.3,
        'idris',
      ),
      version(
        'Passages before the question, so the prefix is cached',
        'You answer questions about the {{store}} catalogue.\nUse only the numbered passages below.\nMention the passage you used.\n\n{{passages}}\n\nQuestion: {{question}}',
        'atlas-2',
        0.3,
        'ruta',
      ),
      version(
        'Say so when the passages do not answer',
        'You answer questions about the {{store}} catalogue.\nUse only the numbered passages below.\nMention the passage you used.\nIf the passages do not answer the question, say so.\n\n{{passages}}\n\nQuestion: {{question}}',
        'atlas-2',
        0.3,
        'tove',
      ),
      version(
        'Give passage numbers in brackets, answer in at most 120 words',
        'You answer questions about the {{store}} catalogue.\nUse only the numbered passages below.\nAfter each claim, give the passage number in brackets.\nIf the passages do not answer the question, say so.\nAnswer in at most 120 words.\n\n{{passages}}\n\nQuestion: {{question}}',
        'atlas-2',
        0.2,
        'idris',
      ),
    ],
    served: [
      { version: 1, model: 'atlas-2', daysAgo: 61, hour: 9.2, by: 'Idris' },
      { version: 2, model: 'atlas-2', daysAgo: 24, hour: 10.4, by: 'Ruta' },
      { version: 3, model: 'atlas-2', daysAgo: 15, hour: 14.3, by: 'Tove' },
    ],
  },
  {
    name: 'support/triage',
    description: 'Sorts a support ticket into one of six queues',
    tags: ['support', 'classification'],
    service: 'helpdesk',
    perHour: 70,
    tokensIn: 480,
    tokensOut: [12],
    quality: [0.902, 0.921],
    cached: [0.6],
    success: 0.93,
    queryTypes: ['billing', 'delivery', 'refunds', 'technical'],
    versions: [
      version(
        'First cut with six queues',
        'Sort this ticket into one of: {{queues}}.\nAnswer with the queue only.\n\n{{ticket}}',
        'atlas-2-mini',
        0,
        'tove',
      ),
      version(
        'Two examples a queue',
        'Sort this ticket into one of: {{queues}}.\nExamples:\n{{examples}}\nAnswer with the queue only.\n\n{{ticket}}',
        'atlas-2-mini',
        0,
        'tove',
      ),
      version(
        'Prefer refunds over billing when money is to come back',
        'Sort this ticket into one of: {{queues}}.\nExamples:\n{{examples}}\nIf money is to come back to the customer, it is refunds.\nAnswer with the queue only.\n\n{{ticket}}',
        'atlas-2-mini',
        0,
        'kenji',
      ),
    ],
    served: [
      { version: 1, model: 'atlas-2-mini', daysAgo: 61, hour: 9.2, by: 'Tove' },
      { version: 2, model: 'atlas-2-mini', daysAgo: 17, hour: 13.7, by: 'Tove' },
    ],
  },
  {
    name: 'support/reply',
    description: 'Drafts a reply that an agent edits and sends',
    tags: ['support', 'customer-facing'],
    service: 'helpdesk',
    perHour: 48,
    tokensIn: 2300,
    tokensOut: [230, 190, 235],
    quality: [0.86, 0.71],
    cached: [0],
    success: 0.78,
    person: { name: 'an agent rewrites it', share: 0.1, usd: 0.1 },
    queryTypes: ['billing', 'delivery', 'refunds', 'tone'],
    versions: [
      version('Plain and kind', `${HANDBOOK}\n\nTicket:\n{{ticket}}`, 'ferry-1', 0.4, 'kenji'),
      version(
        'Shorter refusals, no apology',
        `${HANDBOOK}\n\nBe brief. Do not apologise.\n\nTicket:\n{{ticket}}`,
        'ferry-1',
        0.4,
        'ruta',
      ),
      version(
        'Kind again, with the order history',
        `${HANDBOOK}\n\nUse the order history:\n{{history}}\n\nTicket:\n{{ticket}}`,
        'ferry-1',
        0.4,
        'kenji',
      ),
    ],
    // The bad release: version 2 goes out one morning and comes back five hours later.
    served: [
      { version: 1, model: 'ferry-1', daysAgo: 61, hour: 9.2, by: 'Kenji' },
      { version: 2, model: 'ferry-1', daysAgo: 12, hour: 9.1, by: 'Ruta' },
      { version: 1, model: 'ferry-1', daysAgo: 12, hour: 14.2, by: 'Maren' },
    ],
  },
  {
    name: 'orders/extract',
    description: 'Turns an order e-mail into JSON',
    tags: ['back-office', 'json'],
    service: 'order-desk',
    perHour: 28,
    tokensIn: 2400,
    tokensOut: [240],
    quality: [0.955, 0.962],
    cached: [0],
    success: 0.96,
    queryTypes: ['purchase-order', 'change', 'cancellation'],
    versions: [
      version(
        'Lines, quantities, delivery date',
        'Extract the order as JSON with lines, quantities and delivery date.\n\n{{email}}',
        'atlas-2-mini',
        0,
        'idris',
      ),
      version(
        'Null where the mail says nothing',
        'Extract the order as JSON with lines, quantities and delivery date.\nUse null where the mail says nothing.\n\n{{email}}',
        'atlas-2',
        0,
        'idris',
      ),
    ],
    served: [
      { version: 1, model: 'atlas-2-mini', daysAgo: 61, hour: 9.2, by: 'Idris' },
      { version: 2, model: 'atlas-2', daysAgo: 18, hour: 11.6, by: 'Idris' },
    ],
  },
];

/** Northwind answers badly for 36 minutes, on a busy afternoon six days ago. */
export const OUTAGE = { provider: 'northwind', daysAgo: 6, hour: 12.6, minutes: 36, errorRate: 0.62, slowdown: 2.6 };

/** Customers paste longer and longer questions into search/answer over the last five days. */
export const DRIFT = { prompt: 'search/answer', days: 5, growth: 0.9 };

/** The shop grew until a month ago: its requests as a share of today's, and the days in which they grew to it. */
export const GROWTH = { from: 0.45, startDaysAgo: 60, endDaysAgo: 28 };
