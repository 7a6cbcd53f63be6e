import { z } from 'zod';
import { type AnyEdgeRoute, created, edgeRoute, ok } from '#server/platform/http/route.ts';
import {
  actionBody,
  actionResponse,
  patchActionBody,
  postmortemResponse,
  publishBody,
  readQuery,
  reviewBody,
  savePostmortemBody,
} from './contract.ts';
import { draftPostmortemOf } from './draft-postmortem.ts';
import { readPostmortem } from './read-postmortem.ts';
import { publishPostmortem, reviewPostmortem } from './review-postmortem.ts';
import { changePostmortem } from './save-postmortem.ts';
import { actionWire, postmortemFile, postmortemWire } from './wire.ts';
import { addActionItem, changeActionItem } from './write-actions.ts';

const ONE = '/api/v1/incidents/{id}/postmortem';

/** Post-mortems over HTTP (docs/postmortems.md). `{id}` names the incident: an id, a number, or INC-12. */
export const postmortemRoutes: AnyEdgeRoute[] = [
  edgeRoute({
    method: 'GET',
    path: ONE,
    action: 'postmortem.read',
    summary: 'Read the post-mortem of an incident, as JSON or as a Markdown file with its sources as footnotes',
    query: readQuery,
    responses: { 200: postmortemResponse },
    handle: async ({ ctx, params, query }) => {
      const view = await readPostmortem(ctx, params.id ?? '');
      if (query.format === 'json') return ok(postmortemWire(view));
      const { name, markdown } = postmortemFile(view);
      return ok(markdown, {
        'content-type': 'text/markdown; charset=utf-8',
        'content-disposition': `attachment; filename="${name}"`,
      });
    },
  }),
  edgeRoute({
    method: 'POST',
    path: ONE,
    action: 'postmortem.write',
    summary: 'Draft the post-mortem from what is known, or merge what is known by now into it',
    creates: true,
    body: z.strictObject({}),
    refuses: [409],
    responses: { 201: postmortemResponse },
    handle: async ({ ctx, params }) => {
      await draftPostmortemOf(ctx, params.id ?? '');
      return created(postmortemWire(await readPostmortem(ctx, params.id ?? '')));
    },
  }),
  edgeRoute({
    method: 'PATCH',
    path: ONE,
    action: 'postmortem.write',
    summary: 'Write the next version of a post-mortem, merged with what others wrote, or ask for its review',
    body: savePostmortemBody,
    refuses: [409],
    responses: { 200: postmortemResponse },
    handle: async ({ ctx, params, body }) => {
      await changePostmortem(ctx, params.id ?? '', body);
      return ok(postmortemWire(await readPostmortem(ctx, params.id ?? '')));
    },
  }),
  edgeRoute({
    method: 'POST',
    path: `${ONE}/review`,
    action: 'postmortem.review',
    summary: 'Approve a version that you did not write, or send it back with a note',
    body: reviewBody,
    refuses: [409],
    responses: { 200: postmortemResponse },
    handle: async ({ ctx, params, body }) => {
      await reviewPostmortem(ctx, params.id ?? '', body);
      return ok(postmortemWire(await readPostmortem(ctx, params.id ?? '')));
    },
  }),
  edgeRoute({
    method: 'POST',
    path: `${ONE}/publish`,
    action: 'postmortem.publish',
    summary:
      'Publish a version that is reviewed and meets its requirements: times, answers, sources, the reason why no gate stopped it, action items',
    body: publishBody,
    refuses: [409],
    responses: { 200: postmortemResponse },
    handle: async ({ ctx, params, body }) => {
      await publishPostmortem(ctx, params.id ?? '', body.version);
      return ok(postmortemWire(await readPostmortem(ctx, params.id ?? '')));
    },
  }),
  edgeRoute({
    method: 'POST',
    path: `${ONE}/actions`,
    action: 'postmortem.write',
    summary: 'Add an action item with one owner and one day',
    creates: true,
    addsEachTime: true,
    body: actionBody,
    refuses: [409],
    responses: { 201: actionResponse },
    handle: async ({ ctx, params, body }) => created(actionWire(await addActionItem(ctx, params.id ?? '', body))),
  }),
  edgeRoute({
    method: 'PATCH',
    path: `${ONE}/actions/{action}`,
    action: 'postmortem.write',
    summary: 'Change an action item, or note that it is done',
    body: patchActionBody,
    responses: { 200: actionResponse },
    handle: async ({ ctx, params, body }) =>
      ok(actionWire(await changeActionItem(ctx, params.id ?? '', { ...body, id: params.action ?? '' }))),
  }),
];
