export const PROMPT_TYPES = ['text', 'chat'] as const;
export type PromptType = (typeof PROMPT_TYPES)[number];

/** Speakers of a chat message. */
export const MESSAGE_ROLES = ['system', 'developer', 'user', 'assistant', 'tool'] as const;
export type Role = (typeof MESSAGE_ROLES)[number];
export type Message = { role: Role; content: string; name?: string };

/** What is sent to the model before its variables are filled in: exactly one of both. */
export type Body = { template: string } | { messages: readonly Message[] };

/** Everything that makes a version what it is: two versions with equal contents are the same version. */
export type VersionContent = {
  type: PromptType;
  body: Body;
  /** Model settings and tools, `model` included where the version names one. */
  config: Readonly<Record<string, unknown>>;
  responseFormat: Readonly<Record<string, unknown>> | null;
};

/** The body of a stored row, which keeps both columns and fills one. */
export function bodyOf(row: { template: string | null; messages: readonly Message[] | null }): Body {
  return row.messages === null ? { template: row.template ?? '' } : { messages: row.messages };
}
