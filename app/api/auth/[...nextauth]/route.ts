import { handleSignIn } from '#server/run/web/sign-in-handler.ts';

export { handleSignIn as GET, handleSignIn as POST };
