/** The environment that is meant where a request, an event or a page names none. */
export const DEFAULT_ENVIRONMENT = 'production';

/** Where a version comes from that is promoted, unless it is said. */
export const DEFAULT_SOURCE = 'staging';

/** What a project begins with, left to right: only production waits for somebody else's yes. */
export const FIRST_ENVIRONMENTS = [
  { name: 'experiment', protected: false, requiredApprovals: 0 },
  { name: DEFAULT_SOURCE, protected: false, requiredApprovals: 0 },
  { name: DEFAULT_ENVIRONMENT, protected: true, requiredApprovals: 1 },
] as const;
