/** What the heuristics look for. */
export const SIGNAL_RULES = [
  ...(['override_instructions', 'forget_told', 'reveal_prompt', 'repeat_above', 'new_role', 'developer_mode'] as const),
  ...(['fake_turn', 'new_orders', 'addressed_to_model', 'hide_from_user', 'send_secrets'] as const),
  ...(['encoded_instruction', 'disguised_letters', 'hidden_characters'] as const),
  ...(['canary_leak', 'prompt_overlap', 'image_exfiltration', 'new_tool', 'new_host', 'judge'] as const),
] as const;
export type SignalRule = (typeof SIGNAL_RULES)[number];

/** Where it was found: in what came in, in what went out, or in what came with the event. */
export const SIGNAL_PLACES = ['input', 'output', 'event'] as const;
export type SignalPlace = (typeof SIGNAL_PLACES)[number];

export type Hit = {
  rule: SignalRule;
  place: SignalPlace;
  /** Which of several messages, as a JSON pointer into the stored text; empty: the stored text itself. */
  part: string;
  /** UTF-16 units of that text: `[start, end)`. */
  start: number;
  end: number;
  /** What was read there, decoded; at most {@link QUOTE_MAX} characters. */
  quote: string;
  /** How it was hidden: `base64`, `base64 > hex`; empty: it was not. */
  encoding: string;
  /** How much it says by itself: a request whose different rules sum up to 1 is counted. */
  weight: number;
};

export const QUOTE_MAX = 160;

/** A request is counted from this sum on. */
export const COUNTED_FROM = 1;

/** Sum of the weights, each rule once with its highest. */
export function scoreOf(hits: readonly Pick<Hit, 'rule' | 'weight'>[]): number {
  const best = new Map<SignalRule, number>();
  for (const { rule, weight } of hits) best.set(rule, Math.max(best.get(rule) ?? 0, weight));
  return [...best.values()].reduce((sum, weight) => sum + weight, 0);
}

/** Whether the hits of a request are enough for it to be counted. Sums of tenths are compared with their rounding. */
export const isCounted = (hits: readonly Pick<Hit, 'rule' | 'weight'>[]): boolean =>
  scoreOf(hits) >= COUNTED_FROM - 1e-9;
