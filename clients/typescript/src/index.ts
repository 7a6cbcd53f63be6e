export { createSwitchyard, type Switchyard } from './client.ts';
export type { SwitchyardOptions } from './connection.ts';
export type { Fallback, Message, Resolved, ResolveRequest } from './resolve.ts';
export type { EventInput, SendResult } from './send-events.ts';
