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
