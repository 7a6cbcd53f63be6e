/**
 * What a step of a runbook can do by itself: the one list that the parser, the pages, the check and the executors share.
 * An action of another feature is registered by a line here and an executor in `server/runbooks/actions/executors.ts`; a
 * runbook may name one that is not registered, and its step is shown as not available here.
 */
export const PARAM_KINDS = [
  ...([
    'prompt',
    'environment',
    'model',
    'budget',
    'amount',
    'key',
    'user',
    'hours',
    'channel',
    'kind',
    'text',
  ] as const),
] as const;

export type ActionParam = {
  name: string;
  label: string;
  hint: string;
  /** What a form suggests for it. */
  of: (typeof PARAM_KINDS)[number];
  optional?: true;
  /** What the form begins with. */
  preset?: string;
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

const HOURS: ActionParam = {
  ...{ name: 'hours', label: 'Hours', hint: 'From 0.25 to 168; then it ends by itself.', of: 'hours', preset: '4' },
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
  block_user: {
    label: 'Block a user',
    verb: 'Block the user',
    params: [
      { name: 'user', label: 'User', hint: 'The key or hash that the application sends with resolve.', of: 'user' },
      HOURS,
    ],
  },
  cap_input_length: {
    label: 'Cap the input of a prompt',
    verb: 'Cap the input',
    params: [
      PROMPT,
      ENVIRONMENT,
      { name: 'max_chars', label: 'Most characters', hint: 'Of the filled prompt.', of: 'amount' },
      HOURS,
    ],
  },
  silence: {
    label: 'Silence alerts',
    verb: 'Silence',
    params: [
      { ...PROMPT, hint: 'A name, or a folder such as search/*.' },
      { ...{ name: 'kind', label: 'Kind of alert', of: 'kind', optional: true }, hint: 'Left empty: every kind.' },
      HOURS,
    ],
  },
  notify: {
    label: 'Tell a channel, and who is on call',
    verb: 'Send',
    params: [
      { name: 'channel', label: 'Channel', hint: 'The name of a channel under Alerts.', of: 'channel' },
      { name: 'message', label: 'Message', hint: 'What they need to know.', of: 'text' },
    ],
  },
} as const satisfies Record<string, RunbookAction>;

export type ActionName = keyof typeof RUNBOOK_ACTIONS;

/** Whether an action of this name is registered. */
export const isAction = (name: string): name is ActionName => Object.hasOwn(RUNBOOK_ACTIONS, name);

/** The parameters of a registered action. */
export const paramsOf = (name: ActionName): readonly ActionParam[] => RUNBOOK_ACTIONS[name].params;
