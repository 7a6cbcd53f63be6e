import type { Action } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, type Fault, invalid } from '#server/platform/faults.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { hoursFault } from '#server/runbooks/domain/check-params.ts';
import type { Obstacle } from '#server/runbooks/domain/facts.ts';
import type { Filter } from '#server/telemetry/query/resolve-filter.ts';

/** How an action is undone by a button: what it made is ended by the use case of its feature. */
export const UNDOES = ['lift_restriction', 'end_silence'] as const;
export type Undo = { how: (typeof UNDOES)[number]; id: string };

/**
 * What came of an action: one sentence, the page of what it made, relative to the project's address, and how a button undoes
 * it, where one can.
 */
export type ActionResult = { sentence: string; path: string; undo?: Undo };

/** What an action would do now. It is read before the person confirms, and again where it is done. */
export type Plan = {
  /** What it does to what, in one or two sentences. */
  sentence: string;
  /** How to undo it. */
  undo: string;
  /** The row of the authorization table of what it does. */
  permission: Action;
  /** The requests that it changes; `none`: it changes none; `later`: none until somebody else has decided. */
  traffic: Filter | 'none' | 'later';
  /** A digest of the state that it would change: what is confirmed is done only while this is the same. */
  sees: string;
  act(ctx: InTx, reason: string): Promise<ActionResult>;
};

/** Plans an action with all of its parameters. 409 where it cannot be done, with the reason. Changes nothing. */
export type Planner = (ctx: Ctx, params: Readonly<Record<string, string>>) => Promise<Plan>;

/** The digest of the state that a plan was made from. */
export const seen = (...state: unknown[]): string => sha256Hex(JSON.stringify(state));

/** 409 with the reason why an action cannot be done. */
export const cannot = ({ code, message }: Obstacle): Fault => conflict(code, message);

/** The hours that an action lasts, 15 minutes to 7 days. 422 for anything else. */
export function hoursOf(text: string): number {
  const fault = hoursFault(text);
  if (fault !== null) throw invalid('/params/hours', 'invalid', fault);
  return Number(text);
}

/** The reason as a feature asks for it, which never is empty. */
export const reasonOr = (reason: string): string => reason.slice(0, 1_000) || 'A responder did it.';
