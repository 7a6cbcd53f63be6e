/**
 * How many people must say yes. The environment's number is the least; a prompt's gate policy can ask for more where
 * the environment is protected, never for less.
 */
export function requiredApprovalsOf(
  environment: { protected: boolean; requiredApprovals: number },
  policy: { requiredApprovals: number | null },
): number {
  if (!environment.protected) return environment.requiredApprovals;
  return Math.max(environment.requiredApprovals, policy.requiredApprovals ?? 0);
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
  return Math.max(1, promotion.requiredApprovals, requiredApprovalsOf(environment, policy));
}
