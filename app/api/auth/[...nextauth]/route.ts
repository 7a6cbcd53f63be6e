import { handleSignIn } from '#server/run/sign-in-handler.ts';

export { handleSignIn as GET, handleSignIn as POST };
