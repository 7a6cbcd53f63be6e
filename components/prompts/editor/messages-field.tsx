'use client';

import { Button } from '#components/ui/form/button.tsx';
import { Select } from '#components/ui/form/input.tsx';
import { MESSAGE_ROLES } from '#server/prompts/domain/content.ts';
import { CodeField } from './code-field.tsx';
import type { DraftMessage } from './draft.ts';

/** The messages of a chat prompt: role, text, and their order. */
export function MessagesField({
  messages,
  readOnly,
  onChange,
}: {
  messages: DraftMessage[];
  readOnly: boolean;
  onChange: (messages: DraftMessage[]) => void;
}) {
  const replace = (id: number, part: Partial<DraftMessage>) =>
    onChange(messages.map((each) => (each.id === id ? { ...each, ...part } : each)));
  const nextId = Math.max(-1, ...messages.map(({ id }) => id)) + 1;
  return (
    <>
      {messages.map((message, i) => (
        <div key={message.id} className="border-b">
          <div className="flex items-center gap-1.5 bg-muted px-3 py-1">
            <Select
              aria-label={`Role of message ${i + 1}`}
              value={message.role}
              disabled={readOnly}
              onChange={({ target }) =>
                replace(message.id, { role: MESSAGE_ROLES.find((role) => role === target.value) ?? 'user' })
              }
              className="w-32"
            >
              {MESSAGE_ROLES.map((role) => (
                <option key={role}>{role}</option>
              ))}
            </Select>
            {message.name && <span className="truncate text-12 text-muted-foreground">{message.name}</span>}
            <span className="ml-auto" />
            <Button
              size="icon-sm"
              variant="ghost"
              icon="chevron-up"
              aria-label={`Move message ${i + 1} up`}
              disabled={readOnly || i === 0}
              onClick={() => onChange(moved(messages, i))}
            />
            <Button
              size="icon-sm"
              variant="ghost"
              icon="close"
              aria-label={`Remove message ${i + 1}`}
              disabled={readOnly}
              onClick={() => onChange(messages.filter(({ id }) => id !== message.id))}
            />
          </div>
          <CodeField
            label={`Message ${i + 1}, ${message.role}`}
            value={message.content}
            readOnly={readOnly}
            placeholder={`The text of the ${message.role}`}
            onChange={(content) => replace(message.id, { content })}
          />
        </div>
      ))}
      {!readOnly && (
        <div className="p-3">
          <Button
            size="sm"
            icon="plus"
            onClick={() => onChange([...messages, { id: nextId, role: 'user', content: '' }])}
          >
            Add a message
          </Button>
        </div>
      )}
    </>
  );
}

/** The messages with the one at `at` moved one place up. */
function moved(messages: DraftMessage[], at: number): DraftMessage[] {
  const [before, message] = [messages[at - 1], messages[at]];
  return before && message ? messages.toSpliced(at - 1, 2, message, before) : messages;
}
