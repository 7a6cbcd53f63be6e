import { z } from 'zod';
import { created, edgeRoute, ok } from '#server/platform/http/route.ts';
import { deleteChannel } from './channels/delete-channel.ts';
import { readChannel, readChannels, readDeliveries } from './channels/read-channels.ts';
import { createChannel, sendAgain, testChannel, updateChannel } from './channels/write-channel.ts';
import {
  channelCreatedResponse,
  channelResponse,
  createChannelBody,
  createSilenceBody,
  deliveryResponse,
  onCallResponse,
  patchChannelBody,
  patchSilenceBody,
  silenceResponse,
  testResponse,
} from './contract.ts';
import { readOnCall } from './on-call/read-on-call.ts';
import { readSilence, readSilenceViews } from './silences/read-silences.ts';
import { createSilence, updateSilence } from './silences/write-silence.ts';
import { channelWire, deliveryWire, onCallWire, silenceWire } from './wire.ts';

/** Silences, channels with their delivery log, and who is on call, over HTTP (docs/channels.md). */
export const notifyRoutes = [
  edgeRoute({
    method: 'GET',
    path: '/api/v1/silences',
    action: 'alert.read',
    summary: 'List the silences that run or come and those of the last 7 days, with what they hide',
    query: z.strictObject({}),
    responses: { 200: z.object({ data: z.array(silenceResponse), next_cursor: z.null() }) },
    handle: async ({ ctx }) => ok({ data: (await readSilenceViews(ctx)).map(silenceWire), next_cursor: null }),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/silences',
    action: 'silence.write',
    summary: 'Silence the alerts that match, for at most 7 days',
    creates: true,
    addsEachTime: true,
    body: createSilenceBody,
    responses: { 201: silenceResponse },
    handle: async ({ ctx, body }) => created(silenceWire(await readSilence(ctx, (await createSilence(ctx, body)).id))),
  }),
  edgeRoute({
    method: 'PATCH',
    path: '/api/v1/silences/{id}',
    action: 'silence.write',
    summary: 'Change the end or the reason of a silence; an end in the past ends it now',
    body: patchSilenceBody,
    responses: { 200: silenceResponse },
    handle: async ({ ctx, params, body }) =>
      ok(silenceWire(await readSilence(ctx, (await updateSilence(ctx, params.id ?? '', body)).id))),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/channels',
    action: 'channel.read',
    summary: 'List the channels, without their addresses',
    query: z.strictObject({}),
    responses: { 200: z.object({ data: z.array(channelResponse), next_cursor: z.null() }) },
    handle: async ({ ctx }) => ok({ data: (await readChannels(ctx)).map(channelWire), next_cursor: null }),
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/channels',
    action: 'channel.write',
    summary: 'Make a channel; the signing secret of a webhook is returned once',
    creates: true,
    body: createChannelBody,
    responses: { 201: channelCreatedResponse },
    handle: async ({ ctx, body }) => {
      const { row, secret } = await createChannel(ctx, body);
      return created({ ...channelWire(await readChannel(ctx, row.id)), secret });
    },
  }),
  edgeRoute({
    method: 'PATCH',
    path: '/api/v1/channels/{id}',
    action: 'channel.write',
    summary: 'Change a channel, or replace its address; the new signing secret of a webhook is returned once',
    body: patchChannelBody,
    responses: { 200: channelCreatedResponse },
    handle: async ({ ctx, params, body }) => {
      const { row, secret } = await updateChannel(ctx, params.id ?? '', body);
      return ok({ ...channelWire(await readChannel(ctx, row.id)), secret });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/channels/{id}/test',
    action: 'channel.write',
    summary: 'Send a test message; its delivery stands in the log of the channel',
    creates: true,
    addsEachTime: true,
    body: z.strictObject({}),
    responses: { 202: testResponse },
    handle: async ({ ctx, params }) => {
      const { id } = await testChannel(ctx, params.id ?? '');
      return { status: 202, body: { notification_id: id, state: 'waiting' } };
    },
  }),
  edgeRoute({
    method: 'DELETE',
    path: '/api/v1/channels/{id}',
    action: 'channel.write',
    summary: 'Delete a channel with its address and its delivery log; its audit rows stay',
    responses: { 200: z.object({ id: z.uuid() }) },
    handle: async ({ ctx, params }) => ok(await deleteChannel(ctx, params.id ?? '')),
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/channels/{id}/deliveries',
    action: 'channel.read',
    summary: 'Read the delivery log of a channel: the last 50 messages with every attempt',
    query: z.strictObject({}),
    responses: { 200: z.object({ data: z.array(deliveryResponse), next_cursor: z.null() }) },
    handle: async ({ ctx, params }) => {
      const rows = await readDeliveries(ctx, { channelId: params.id ?? '' });
      return ok({ data: rows.map(deliveryWire), next_cursor: null });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: '/api/v1/channels/{id}/deliveries/{notification}/replay',
    action: 'channel.write',
    summary: 'Send a message again, with the same id, so that a receiver that has it can drop it',
    body: z.strictObject({}),
    responses: { 202: testResponse },
    handle: async ({ ctx, params }) => {
      const { id } = await sendAgain(ctx, params.notification ?? '', params.id ?? '');
      return { status: 202, body: { notification_id: id, state: 'waiting' } };
    },
  }),
  edgeRoute({
    method: 'GET',
    path: '/api/v1/on-call',
    action: 'alert.read',
    summary: 'Read who is on call now, who is next, and whom a page goes to that nobody acknowledges',
    query: z.strictObject({}),
    responses: { 200: onCallResponse },
    handle: async ({ ctx }) => ok(onCallWire(await readOnCall(ctx))),
  }),
];
