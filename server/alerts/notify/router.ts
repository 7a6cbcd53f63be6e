import { z } from 'zod';
import { procedure, router } from '#server/platform/trpc.ts';
import { deleteChannel } from './channels/delete-channel.ts';
import { readChannels, readDeliveries } from './channels/read-channels.ts';
import { createChannel, sendAgain, testChannel, updateChannel } from './channels/write-channel.ts';
import {
  createChannelBody,
  createSilenceBody,
  deliveriesInput,
  notificationInput,
  overrideInput,
  patchChannelBody,
  patchSilenceBody,
  priceInput,
  rotationInput,
  stepsInput,
} from './contract.ts';
import { readOnCallPage } from './on-call/read-on-call-page.ts';
import { addOverride, saveRotation, saveSteps } from './on-call/write-on-call.ts';
import { readStory } from './read-story.ts';
import { readSilencePrice, readSilenceViews } from './silences/read-silences.ts';
import { createSilence, updateSilence } from './silences/write-silence.ts';

const one = z.object({ id: z.uuid() });

/** Silences, channels and on-call duty for our own pages. */
export const notifyRouter = router({
  story: procedure('alert.read')
    .input(one)
    .query(({ ctx, input }) => readStory(ctx, input)),
  silences: procedure('alert.read').query(({ ctx }) => readSilenceViews(ctx)),
  silencePrice: procedure('alert.read')
    .input(priceInput)
    .query(({ ctx, input }) => readSilencePrice(ctx, input)),
  createSilence: procedure('silence.write')
    .input(z.object(createSilenceBody.shape))
    .mutation(async ({ ctx, input: { project: _, ...entry } }) => ({ id: (await createSilence(ctx, entry)).id })),
  updateSilence: procedure('silence.write')
    .input(one.extend({ change: patchSilenceBody }))
    .mutation(async ({ ctx, input }) => ({ id: (await updateSilence(ctx, input.id, input.change)).id })),
  channels: procedure('channel.read').query(({ ctx }) => readChannels(ctx)),
  deliveries: procedure('channel.read')
    .input(deliveriesInput)
    .query(({ ctx, input }) => readDeliveries(ctx, input)),
  createChannel: procedure('channel.write')
    .input(z.object(createChannelBody.shape))
    .mutation(async ({ ctx, input: { project: _, ...entry } }) => {
      const { row, secret } = await createChannel(ctx, entry);
      return { id: row.id, secret };
    }),
  updateChannel: procedure('channel.write')
    .input(one.extend({ change: patchChannelBody }))
    .mutation(async ({ ctx, input }) => {
      const { row, secret } = await updateChannel(ctx, input.id, input.change);
      return { id: row.id, secret };
    }),
  deleteChannel: procedure('channel.write')
    .input(one)
    .mutation(({ ctx, input }) => deleteChannel(ctx, input.id)),
  testChannel: procedure('channel.write')
    .input(one)
    .mutation(({ ctx, input }) => testChannel(ctx, input.id)),
  sendAgain: procedure('channel.write')
    .input(notificationInput)
    .mutation(({ ctx, input }) => sendAgain(ctx, input.id)),
  onCall: procedure('alert.read').query(({ ctx }) => readOnCallPage(ctx)),
  saveRotation: procedure('on_call.write')
    .input(rotationInput)
    .mutation(({ ctx, input: { project: _, ...given } }) => saveRotation(ctx, given)),
  addOverride: procedure('on_call.write')
    .input(overrideInput)
    .mutation(({ ctx, input: { project: _, ...given } }) => addOverride(ctx, given)),
  saveSteps: procedure('on_call.write')
    .input(stepsInput)
    .mutation(({ ctx, input: { project: _, ...given } }) => saveSteps(ctx, given)),
});
