import { to } from '#components/shell/to.ts';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';

/** The 404 page: the same whether something does not exist or belongs to another project. */
export function NothingHere() {
  return (
    <div className="grid justify-items-start gap-4">
      <PageHeadline evidence="It may have another name, or belong to a project that you are not a member of.">
        There is nothing at this address that you may see.
      </PageHeadline>
      <ButtonLink href={to.home()}>Go to your project</ButtonLink>
    </div>
  );
}
