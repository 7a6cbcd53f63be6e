/** The environment of a request, an event or a page that names none. */
export const DEFAULT_ENVIRONMENT = 'production';

/** The environment that a version is promoted from, unless the request names another. */
export const DEFAULT_SOURCE = 'staging';

/** The environments of a new project, left to right. Only production needs the approval of another person. */
export const FIRST_ENVIRONMENTS = [
  { name: 'experiment', protected: false, requiredApprovals: 0 },
  { name: DEFAULT_SOURCE, protected: false, requiredApprovals: 0 },
  { name: DEFAULT_ENVIRONMENT, protected: true, requiredApprovals: 1 },
] as const;
