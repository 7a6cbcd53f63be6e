/**
 * What a step of a runbook can do by itself: the one list that the parser, the pages, the check and the executors share.
 * An action of another feature is registered by a line here and an executor in `server/runbooks/actions/executors.ts`; a
 * runbook may name one that is not registered, and its step is shown as not available here.
 */
export type ActionParam = {
  name: string;
  label: string;
  hint: string;
  /** What a form suggests for it. */
  of: 'prompt' | 'environment' | 'model' | 'budget' | 'amount' | 'key';
  optional?: true;
};

export type RunbookAction = {
  label: string;
  /** The verb of the button that does it. */
  verb: string;
  params: readonly ActionParam[];
};

const PROMPT: ActionParam = { name: 'prompt', label: 'Prompt', hint: 'A name such as search/answer.', of: 'prompt' };
const ENVIRONMENT: ActionParam = {
  ...{ name: 'environment', label: 'Environment', hint: 'Such as production.', of: 'environment' },
};

export const RUNBOOK_ACTIONS = {
  roll_back_prompt: { label: 'Roll back a prompt', verb: 'Roll back', params: [PROMPT, ENVIRONMENT] },
  deploy_fallback: {
    label: 'Move a prompt to its fallback model',
    verb: 'Use the fallback',
    params: [
      PROMPT,
      ENVIRONMENT,
      {
        ...{ name: 'fallback', label: 'Fallback model', of: 'model', optional: true },
        hint: 'provider/id. Left empty: the fallback that the registry names.',
      },
    ],
  },
  change_budget: {
    label: 'Raise or lower a budget',
    verb: 'Change the budget',
    params: [
      { name: 'budget', label: 'Budget', hint: 'Such as the project, prompt search/*, key web.', of: 'budget' },
      { name: 'amount_usd', label: 'US dollars a month', hint: 'The new amount.', of: 'amount' },
    ],
  },
  block_key: {
    label: 'Revoke an API key',
    verb: 'Revoke the key',
    params: [{ name: 'key', label: 'API key', hint: 'The name of the key.', of: 'key' }],
  },
} as const satisfies Record<string, RunbookAction>;

export type ActionName = keyof typeof RUNBOOK_ACTIONS;

/** Whether an action of this name is registered. */
export const isAction = (name: string): name is ActionName => Object.hasOwn(RUNBOOK_ACTIONS, name);

/** The parameters of a registered action. */
export const paramsOf = (name: ActionName): readonly ActionParam[] => RUNBOOK_ACTIONS[name].params;
