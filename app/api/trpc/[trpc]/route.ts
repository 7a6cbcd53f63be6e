import { handleTrpc } from '#server/run/trpc-handler.ts';

export const GET = handleTrpc;
export const POST = handleTrpc;
