/**
 * Returns how many approvals a promotion needs. The environment's number is the least; a prompt's gate policy can ask for
 * more where the environment is protected, never for less. An environment whose protection was weakened in the last 24 hours
 * needs at least one: otherwise one person could take the protection off and deploy alone.
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
 * Returns how many approvals an open promotion needs: a raised number holds at once, a lowered one only after its gate has
 * run again. Otherwise a promotion could have enough approvals and no request that applies it.
 */
export function requiredNow(
  promotion: { requiredApprovals: number },
  environment: Parameters<typeof requiredApprovalsOf>[0],
  policy: Parameters<typeof requiredApprovalsOf>[1],
): number {
  return Math.max(1, promotion.requiredApprovals, requiredApprovalsOf(environment, policy, false));
}
