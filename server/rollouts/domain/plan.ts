/** How traffic can be asked to move. Only `immediate` is available; the others are understood and refused by name. */
export const STRATEGIES = ['immediate', 'canary', 'shadow', 'ab'] as const;

/** How traffic moves: what is available of the strategies. */
export type RolloutPlan = { strategy: Extract<(typeof STRATEGIES)[number], 'immediate'> };
