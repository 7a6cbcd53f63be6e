import { nanoOf } from '#server/models/prices/domain/amount.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import type { EventMessage } from '#server/telemetry/event/domain/event-fields.ts';
import { type Measured, measure } from '#server/telemetry/event/domain/measure.ts';
import {
  joinModel,
  type KnownModels,
  type ModelName,
  nameModel,
  splitModel,
} from '#server/telemetry/event/domain/model-name.ts';
import { isNotBilled } from '#server/telemetry/event/domain/not-billed.ts';
import { keyOfId } from '#server/telemetry/event/event-key.ts';
import { numberOfArm, type ReadyEvent } from '#server/telemetry/event/ready-event.ts';
import type { Dims } from '#server/telemetry/rollup/domain/cell.ts';
import { keyOfDims } from '#server/telemetry/rollup/domain/dims-key.ts';
import { type NameKind, NO_NAME, type SlotNames } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { type Store, storeOf } from '#server/telemetry/store/store.ts';
import type { CheckedEvent } from './domain/check-event.ts';
import { shardOf } from './domain/shard-of.ts';

/** Where an event happened; `production` where it does not say. */
export const environmentOf = (message: EventMessage): string => message.environment ?? DEFAULT_ENVIRONMENT;

const NOTHING_KNOWN: KnownModels = { providerOf: () => null, has: () => false };

const bareModelOf = ({ model, provider }: EventMessage): string =>
  provider == null ? (splitModel(model)?.model ?? model) : nameModel(model, provider, NOTHING_KNOWN).model;

/**
 * Gives checked events the numbers of their names, their provider and their cost. New names get a number, which is the
 * only write. Everything else is read from caches, except names that are new and models that are not in the registry.
 */
export async function lookUpEvents(ctx: Ctx, events: readonly CheckedEvent[]): Promise<ReadyEvent[]> {
  const store = storeOf(ctx);
  const slot = slotOf(ctx.project);
  const models = new Set(events.map(({ message }) => bareModelOf(message)));
  // The registry may hold the whole text as a bare id.
  for (const { message } of events) if (message.provider == null) models.add(message.model);
  await store.registry.load(ctx.project.id, models, ctx.clock.now().getTime());
  const known: KnownModels = {
    providerOf: (id) => store.registry.providerOf(ctx.project.id, id),
    has: (provider, id) => store.registry.has(ctx.project.id, provider, id),
  };
  const named = events.map(({ message }) => nameModel(message.model, message.provider ?? null, known));
  const slotNames = store.names.slotNamesOf(slot);
  const keyId = ctx.actor.keyId;
  await learnNames(store, slot, slotNames, { events, named, keyId });
  const apiKey = keyId === undefined ? null : (slotNames.api_key.byText.get(keyId) ?? null);
  const call: Call = { projectId: ctx.project.id, store, slotNames, series: new Map(), apiKey };
  return events.map((checked, i) => ready(call, checked, named[i] as ModelName));
}

/** What all events of one call share. */
type Call = {
  projectId: number;
  store: Store;
  slotNames: SlotNames;
  series: Map<string, { dims: Dims; seriesId: bigint }>;
  apiKey: number | null;
};

async function learnNames(
  store: Store,
  slot: number,
  slotNames: SlotNames,
  { events, named, keyId }: { events: readonly CheckedEvent[]; named: readonly ModelName[]; keyId: string | undefined },
) {
  const missing = new Map<NameKind, Set<string>>();
  const want = (kind: NameKind, text: string | null | undefined) => {
    if (text == null || slotNames[kind].byText.has(text)) return;
    const texts = missing.get(kind) ?? new Set();
    missing.set(kind, texts.add(text));
  };
  want('api_key', keyId);
  events.forEach(({ message }, i) => {
    want('environment', environmentOf(message));
    want('prompt', message.prompt);
    want('service', message.service);
    want('error_code', message.error_code);
    want('query_type', message.query_type);
    const model = named[i];
    if (model) want('model', joinModel(model));
  });
  for (const [kind, texts] of missing) await store.names.numberTexts(slot, kind, texts, slotNames);
}

function ready(
  { projectId, store, slotNames, series, apiKey }: Call,
  checked: CheckedEvent,
  model: ModelName,
): ReadyEvent {
  const { message } = checked;
  const numberOf = (kind: NameKind, text: string | null | undefined) =>
    text == null ? NO_NAME : (slotNames[kind].byText.get(text) ?? NO_NAME);
  const errorCode = numberOf('error_code', message.error_code);
  const environment = numberOf('environment', environmentOf(message));
  const prompt = numberOf('prompt', message.prompt);
  const modelNumber = numberOf('model', joinModel(model));
  const service = numberOf('service', message.service);
  const arm = numberOfArm(message.arm);
  const version = message.version ?? NO_NAME;
  const seriesKey = `${environment}.${prompt}.${version}.${modelNumber}.${service}.${arm}`;
  let known = series.get(seriesKey);
  if (known === undefined) {
    const dims = { environment, prompt, version, model: modelNumber, service, arm, errorCode: 0 };
    known = { dims, seriesId: keyOfDims(dims) };
    series.set(seriesKey, known);
  }
  const { key, text } = keyOfId(message.id);
  const measured = measure(message, model.provider, message.usage);
  const sent = message.cost_usd != null;
  return {
    checked,
    key,
    idText: text,
    dims: errorCode === NO_NAME ? known.dims : { ...known.dims, errorCode },
    seriesId: known.seriesId,
    apiKey,
    queryType: numberOf('query_type', message.query_type),
    shard: shardOf(message.unit ?? message.user ?? message.session ?? message.operation_id),
    costNano: sent
      ? Math.round((message.cost_usd ?? 0) * 1e9)
      : isRefused(message)
        ? 0
        : costOf(projectId, store, { measured, model, at: checked.at }),
    pricedHere: !sent,
    measured,
  };
}

/** Whether the provider bills nothing for it; asked of failed requests alone. */
const isRefused = (message: EventMessage): boolean =>
  message.status === 'error' &&
  isNotBilled({
    failed: true,
    errorCode: message.error_code,
    tokensIn: message.tokens_in,
    tokensOut: message.tokens_out,
    ttftMs: message.ttft_ms,
    hasUsage: message.usage != null || message.tool_calls != null,
  });

/** The cost by the model's prices at that time, else unknown: never 0 for want of a price. */
function costOf(
  projectId: number,
  store: Store,
  { measured, model, at }: { measured: Measured; model: ModelName; at: number },
): number | null {
  const prices = store.registry.pricesOf(projectId, model.provider, model.model);
  const totalPico = prices?.price(measured.usage, at, measured.served).totalPico ?? null;
  return totalPico === null ? null : nanoOf(totalPico);
}
