import type { Actor, Project } from '../context.ts';

/** Who a Bearer key stands for, or null for every kind of wrong key. Answers from memory where it can. */
export type Authenticate = (key: string) => Identity | null | Promise<Identity | null>;
/** `ip` is said where the connection cannot tell it. */
export type Identity = { project: Project; actor: Actor; ip?: string | null };
