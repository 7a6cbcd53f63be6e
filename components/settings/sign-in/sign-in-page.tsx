import { BrandSign } from '#components/shell/frame/brand.tsx';
import { to } from '#components/shell/to.ts';
import { JoinForm } from './join-form.tsx';
import { LinkForm } from './link-form.tsx';
import { PasswordForm } from './password-form.tsx';

/** The person that a one-time link is for, and how they authenticate (server/run/web/sign-in-handler.ts). */
export type Welcome = {
  email: string;
  name: string;
  project: string | null;
  setsPassword: boolean;
  signedInAs: { email: string; isTheirs: boolean } | null;
};

/** `who` is null where the link was used, is void or too old, or never was. */
export type Link = { token: string; who: Welcome | null };

/**
 * The sign-in page: e-mail address and password, or a one-time link that asks for a new password or for the existing
 * one.
 */
export function SignInPage({ link, next }: { link: Link | null; next: string | null }) {
  return (
    <main id="main" className="grid min-h-dvh content-center justify-items-center gap-4 p-4">
      <div className="flex items-center gap-2 text-14 font-semibold tracking-[-0.01em]">
        <BrandSign />
        Switchyard
      </div>
      <section className="grid w-full max-w-[380px] gap-3 rounded-lg border bg-card p-5 phone:p-4">
        {link?.who ? (
          <Invited token={link.token} who={link.who} next={next} />
        ) : (
          <>
            <Title>Sign in</Title>
            <PasswordForm next={next} expiredLink={link !== null} />
          </>
        )}
      </section>
    </main>
  );
}

function Invited({ token, who, next }: { token: string; who: Welcome; next: string | null }) {
  const project = who.project ?? 'the project';
  if (who.setsPassword) {
    return (
      <>
        <Title>Choose a password, {who.name}</Title>
        {who.project && <p className="text-muted-foreground">You then join {who.project}.</p>}
        <LinkForm token={token} email={who.email} next={next} />
      </>
    );
  }
  if (who.signedInAs) {
    return (
      <>
        <Title>Join {project}</Title>
        <JoinForm token={token} project={project} email={who.email} signedInAs={who.signedInAs} />
      </>
    );
  }
  return (
    <>
      <Title>Join {project}</Title>
      <p className="text-muted-foreground">
        This address has an account already. Sign in with its password to join {project}; if you never set that
        password, ask an operator of the server (<code>users create --email {who.email}</code>).
      </p>
      <PasswordForm next={to.link(token)} expiredLink={false} email={who.email} />
    </>
  );
}

function Title({ children }: { children: React.ReactNode }) {
  return <h1 className="text-20 font-semibold tracking-[-0.014em]">{children}</h1>;
}
