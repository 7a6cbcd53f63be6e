import { makeDeliverer } from '#server/alerts/notify/deliver/deliver.ts';
import { readConfig } from '#server/platform/config.ts';
import { openServices } from '#server/run/services.ts';

/** A process that sends the notifications that are due and ends; a test kills it while it waits for a response. */
const services = openServices(readConfig(), 'test-deliver', { patient: true });
const deliverer = makeDeliverer(services);
while (await deliverer.turn()) await deliverer.idle();
await services.close();
