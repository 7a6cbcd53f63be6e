/** The invented company that the demo plays: its models, its prompts and what happened to them in the last 30 days. */
export type SimModel = {
  provider: string;
  id: string;
  /** Median latency and time to first token in ms, at no load. */
  latencyMs: number;
  ttftMs: number;
  errorRate: number;
  /** US dollars per million tokens. */
  price: { input: number; output: number; cached: number };
  context: number;
  owner: string;
  /** Days from the load on after which it retires; left out where no day is known. */
  retiresInDays?: number;
  fallback?: string;
};

export const MODELS: Record<string, SimModel> = {
  'atlas-2': {
    provider: 'northwind',
    id: 'atlas-2',
    latencyMs: 2400,
    ttftMs: 420,
    errorRate: 0.002,
    price: { input: 2.5, output: 10, cached: 0.25 },
    context: 200_000,
    owner: 'Idris',
    retiresInDays: 45,
    fallback: 'kestrel/ferry-1',
  },
  'atlas-2-mini': {
    provider: 'northwind',
    id: 'atlas-2-mini',
    latencyMs: 640,
    ttftMs: 180,
    errorRate: 0.0015,
    price: { input: 0.15, output: 0.6, cached: 0.015 },
    context: 128_000,
    owner: 'Tove',
    fallback: 'northwind/atlas-2',
  },
  'ferry-1': {
    provider: 'kestrel',
    id: 'ferry-1',
    latencyMs: 1700,
    ttftMs: 310,
    errorRate: 0.003,
    price: { input: 1.1, output: 4.4, cached: 0.275 },
    context: 128_000,
    owner: 'Idris',
  },
};

/** A moment of the month: that many days ago, at this hour (UTC, with fractions), on a working day. */
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
  tokensOut: number;
  /** Mean quality of each version, in their order. */
  quality: number[];
  /** Share of tasks that succeed. */
  success: number;
  queryTypes: string[];
  versions: SimVersion[];
  served: Served[];
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
    perHour: 150,
    tokensIn: 1200,
    tokensOut: 150,
    quality: [0.838, 0.849, 0.868],
    success: 0.81,
    queryTypes: ['availability', 'comparison', 'how-to', 'returns'],
    versions: [
      version(
        'Name the store in the first sentence',
        'You answer questions about the {{store}} catalogue.\nUse only the passages below.\n\n{{passages}}\n\nQuestion: {{question}}',
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
      { version: 1, model: 'atlas-2', daysAgo: 31, hour: 9.2, by: 'Idris' },
      { version: 2, model: 'atlas-2', daysAgo: 22, hour: 10.4, by: 'Ruta' },
      { version: 3, model: 'atlas-2', daysAgo: 9, hour: 14.3, by: 'Tove' },
    ],
  },
  {
    name: 'support/triage',
    description: 'Sorts a support ticket into one of six queues',
    tags: ['support', 'classification'],
    service: 'helpdesk',
    perHour: 90,
    tokensIn: 480,
    tokensOut: 12,
    quality: [0.902, 0.921],
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
      { version: 1, model: 'atlas-2-mini', daysAgo: 31, hour: 9.2, by: 'Tove' },
      { version: 2, model: 'atlas-2-mini', daysAgo: 17, hour: 13.7, by: 'Tove' },
    ],
  },
  {
    name: 'support/reply',
    description: 'Drafts a reply that an agent edits and sends',
    tags: ['support', 'customer-facing'],
    service: 'helpdesk',
    perHour: 60,
    tokensIn: 1600,
    tokensOut: 230,
    quality: [0.86, 0.71],
    success: 0.74,
    queryTypes: ['billing', 'delivery', 'refunds', 'tone'],
    versions: [
      version(
        'Plain and kind',
        'You draft replies for {{company}} support.\nBe plain and kind. Never promise dates.\n\nTicket:\n{{ticket}}',
        'ferry-1',
        0.4,
        'kenji',
      ),
      version(
        'Shorter refusals, no apology',
        'You draft replies for {{company}} support.\nBe brief. Do not apologise.\n\nTicket:\n{{ticket}}',
        'ferry-1',
        0.4,
        'ruta',
      ),
      version(
        'Kind again, with the order history',
        'You draft replies for {{company}} support.\nBe plain and kind. Never promise dates.\nUse the order history.\n\n{{history}}\n\nTicket:\n{{ticket}}',
        'ferry-1',
        0.4,
        'kenji',
      ),
    ],
    // The bad release: version 2 goes out one morning and comes back five hours later.
    served: [
      { version: 1, model: 'ferry-1', daysAgo: 31, hour: 9.2, by: 'Kenji' },
      { version: 2, model: 'ferry-1', daysAgo: 12, hour: 9.1, by: 'Ruta' },
      { version: 1, model: 'ferry-1', daysAgo: 12, hour: 14.2, by: 'Maren' },
    ],
  },
  {
    name: 'orders/extract',
    description: 'Turns an order e-mail into JSON',
    tags: ['back-office', 'json'],
    service: 'order-desk',
    perHour: 35,
    tokensIn: 2400,
    tokensOut: 240,
    quality: [0.955, 0.962],
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
      { version: 1, model: 'atlas-2-mini', daysAgo: 31, hour: 9.2, by: 'Idris' },
      { version: 2, model: 'atlas-2', daysAgo: 5, hour: 11.6, by: 'Idris' },
    ],
  },
];

/** Northwind answers badly for 36 minutes, on a busy afternoon six days ago. */
export const OUTAGE = { provider: 'northwind', daysAgo: 6, hour: 12.6, minutes: 36, errorRate: 0.62, slowdown: 2.6 };

/** Customers paste longer and longer questions into search/answer over the last five days. */
export const DRIFT = { prompt: 'search/answer', days: 5, growth: 0.9 };
