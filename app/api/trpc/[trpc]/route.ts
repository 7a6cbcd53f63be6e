import { handleTrpc } from '#server/run/web/trpc-handler.ts';

export const GET = handleTrpc;
export const POST = handleTrpc;
