/**
 * How many people must say yes. The environment's number is the least; a prompt's gate policy can ask for more where
 * the environment is protected, never for less. An environment whose protection somebody weakened a moment ago lets
 * nothing through by itself: taking the protection off would be the yes of one person.
 */
export function requiredApprovalsOf(
  environment: { protected: boolean; requiredApprovals: number },
  policy: { requiredApprovals: number | null },
  weakened: boolean,
): number {
  const least = Math.max(environment.requiredApprovals, weakened ? 1 : 0);
  return environment.protected ? Math.max(least, policy.requiredApprovals ?? 0) : least;
}

/**
 * How many an open promotion needs: a number that was raised holds at once, one that was lowered only once its gate has
 * run again. So nobody finds enough approvals given and nothing done.
 */
export function requiredNow(
  promotion: { requiredApprovals: number },
  environment: Parameters<typeof requiredApprovalsOf>[0],
  policy: Parameters<typeof requiredApprovalsOf>[1],
): number {
  return Math.max(1, promotion.requiredApprovals, requiredApprovalsOf(environment, policy, false));
}
