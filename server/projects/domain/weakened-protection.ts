type Protection = { name: string; protected: boolean; requiredApprovals: number };

/**
 * How a change weakens an environment's protection, an entry for each way, to continue a sentence that begins with the
 * actor; empty where it weakens nothing.
 */
export function weakenedProtection(before: Protection, after: Protection): string[] {
  const { name } = before;
  return [
    ...(before.protected && !after.protected ? [`took the protection off ${name}`] : []),
    ...(after.requiredApprovals < before.requiredApprovals
      ? [`lowered the approvals of ${name} from ${before.requiredApprovals} to ${after.requiredApprovals}`]
      : []),
  ];
}
