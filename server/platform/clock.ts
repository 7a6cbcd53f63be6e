/** Where time comes from. Decisions take `now` as an argument; only use cases and adapters read a clock. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };
