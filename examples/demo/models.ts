export type SimModel = {
  provider: string;
  id: string;
  /** Median latency and time to first token in ms, at no load. */
  latencyMs: number;
  ttftMs: number;
  errorRate: number;
  /** Share of answers that the application cannot use (JSON that does not parse): it asks again and pays for both. */
  unusableRate: number;
  /** US dollars per million tokens. */
  price: Price;
  /** A price that the vendor has announced, and the days until it is in force. */
  announced?: { inDays: number; price: Price };
  context: number;
  owner: string;
  /** Days from the load on after which it retires; left out where no day is known. */
  retiresInDays?: number;
  fallback?: string;
};

type Price = { input: number; output: number; cached: number };

/** Each after the one that its `fallback` names, so that the registry knows it. */
export const MODELS: Record<string, SimModel> = {
  'ferry-2': {
    provider: 'kestrel',
    id: 'ferry-2',
    latencyMs: 1500,
    ttftMs: 290,
    errorRate: 0.003,
    unusableRate: 0.01,
    price: { input: 0.9, output: 3.6, cached: 0.225 },
    context: 200_000,
    owner: 'Idris',
  },
  'ferry-1': {
    provider: 'kestrel',
    id: 'ferry-1',
    latencyMs: 1700,
    ttftMs: 310,
    errorRate: 0.003,
    unusableRate: 0.004,
    price: { input: 1.1, output: 4.4, cached: 0.275 },
    context: 128_000,
    owner: 'Kenji',
    retiresInDays: 24,
    fallback: 'kestrel/ferry-2',
  },
  'atlas-2': {
    provider: 'northwind',
    id: 'atlas-2',
    latencyMs: 2400,
    ttftMs: 420,
    errorRate: 0.002,
    unusableRate: 0.005,
    price: { input: 2.5, output: 10, cached: 0.25 },
    announced: { inDays: 3, price: { input: 2, output: 8, cached: 0.2 } },
    context: 200_000,
    owner: 'Idris',
    retiresInDays: 75,
    fallback: 'kestrel/ferry-2',
  },
  'atlas-2-mini': {
    provider: 'northwind',
    id: 'atlas-2-mini',
    latencyMs: 640,
    ttftMs: 180,
    errorRate: 0.0015,
    unusableRate: 0.06,
    price: { input: 0.15, output: 0.6, cached: 0.015 },
    context: 128_000,
    owner: 'Tove',
    fallback: 'kestrel/ferry-2',
  },
};

/** `northwind/atlas-2` */
export const modelName = ({ provider, id }: SimModel): string => `${provider}/${id}`;
