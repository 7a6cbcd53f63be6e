type Protection = { name: string; protected: boolean; requiredApprovals: number };

/**
 * What a change of an environment's protection makes easier, as the ends of a sentence that begins with who did it; empty
 * where nothing does. Several at once are several entries.
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
