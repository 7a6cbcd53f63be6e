export const PROMPT_TYPES = ['text', 'chat'] as const;
export type PromptType = (typeof PROMPT_TYPES)[number];

/** Roles of a chat message. */
export const MESSAGE_ROLES = ['system', 'developer', 'user', 'assistant', 'tool'] as const;
export type Role = (typeof MESSAGE_ROLES)[number];
export type Message = { role: Role; content: string; name?: string };

/** The text of a version before its variables are filled in: either a template or messages. */
export type Body = { template: string } | { messages: readonly Message[] };

/** Everything that a version's digest covers: equal contents are the same version. */
export type VersionContent = {
  type: PromptType;
  body: Body;
  /** Model settings and tools, `model` included where the version names one. */
  config: Readonly<Record<string, unknown>>;
  responseFormat: Readonly<Record<string, unknown>> | null;
};

/** The body of a stored row, in which one of both columns is null. */
export function bodyOf(row: { template: string | null; messages: readonly Message[] | null }): Body {
  return row.messages === null ? { template: row.template ?? '' } : { messages: row.messages };
}
