import { BrandSign } from '#components/shell/brand.tsx';
import { LinkForm } from './link-form.tsx';
import { PasswordForm } from './password-form.tsx';

/** `who`: whom a one-time link would sign in; null where it was used, is too old, or never was. */
export type Link = { token: string; who: { email: string; name: string } | null };

/** The door: e-mail address and password, or a one-time link that asks for a new password. */
export function SignInPage({ link, next }: { link: Link | null; next: string | null }) {
  const welcome = link?.who ?? null;
  return (
    <main id="main" className="grid min-h-dvh content-center justify-items-center gap-4 p-4">
      <div className="flex items-center gap-2 text-14 font-semibold tracking-[-0.01em]">
        <BrandSign />
        Switchyard
      </div>
      <section className="grid w-full max-w-[380px] gap-3 rounded-lg border bg-card p-5 phone:p-4">
        <h1 className="text-20 font-semibold tracking-[-0.014em]">
          {welcome ? `Choose a password, ${welcome.name}` : 'Sign in'}
        </h1>
        {link && welcome ? (
          <LinkForm token={link.token} email={welcome.email} next={next} />
        ) : (
          <PasswordForm next={next} deadLink={link !== null} />
        )}
      </section>
    </main>
  );
}
