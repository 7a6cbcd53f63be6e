import type { Inputs } from '#components/shell/trpc.ts';

type Scope = Inputs['projects']['createKey']['scopes'][number];

/** What a key may do with each scope. */
export const SCOPE_MEANING: Record<Scope, string> = {
  ingest: 'Send events, outcomes, feedback and traces.',
  resolve: 'Ask which variant serves a request.',
  gateway: 'Call models through the gateway.',
  read: 'Read everything of the project.',
  registry: 'Change prompts, versions and models.',
  evals: 'Change datasets, run evals, check gates.',
  promote: 'Request, approve and roll back promotions.',
  admin: 'Change gate policies and import history.',
};

/** Every scope, in the order of the form. */
export const SCOPES = Object.keys(SCOPE_MEANING) as Scope[];
