import type { Actor, Project } from '../context.ts';

/** Finds the caller of a Bearer key; null for every kind of wrong key. Not a promise where memory is enough. */
export type Authenticate = (key: string) => Identity | null | Promise<Identity | null>;
/** A caller and its project. `ip` is set where it is not the remote address of the connection. */
export type Identity = { project: Project; actor: Actor; ip?: string | null };
