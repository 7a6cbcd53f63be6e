export { createSwitchyard, type Switchyard, type SwitchyardOptions } from './client.ts';
export type { Fallback, Message, Resolved, ResolveRequest } from './resolve.ts';
export type { EventInput, SendResult } from './send-events.ts';
