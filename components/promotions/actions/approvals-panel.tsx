import { type PromotionDetail, sentenceCase } from '#components/promotions/promotion-words.ts';
import { roleWord } from '#components/shell/words.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Badge, StatusBadge } from '#components/ui/badge/badge.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { ACTIONS, rolesFrom } from '#server/platform/actions.ts';
import { isUndecided } from '#server/promotions/domain/promotion-machine.ts';

/** The roles that may approve, in words. */
const APPROVERS = rolesFrom(ACTIONS['promotion.approve'].least).map(roleWord).join(' or ');

type Approval = PromotionDetail['approvals'][number];

/** The approvals: by whom, when, until when they hold, and how many are still missing. */
export function ApprovalsPanel({ detail }: { detail: PromotionDetail }) {
  const { approvals, requiredApprovals, validApprovals: given, status } = detail;
  const open = isUndecided(status);
  const missing = open ? Math.max(0, requiredApprovals - given) : 0;
  return (
    <Panel>
      <PanelHeader title="Approvals" meta={`${given} of ${Math.max(given, requiredApprovals)}`} />
      <ul className="[&>li:last-child]:border-b-0">
        {approvals.map((approval) => (
          <Given key={approval.id} approval={approval} open={open} />
        ))}
        {Array.from({ length: missing }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty places are all alike
          <li key={index} className="flex items-center gap-2 border-b px-3 py-[7px]">
            <span
              className="size-6 flex-none rounded-full border border-dashed border-border-strong"
              aria-hidden="true"
            />
            <div className="min-w-0 flex-1">
              <div>{index === 0 && isMine(detail) ? 'You' : 'Another person'}</div>
              <div className="text-12 text-muted-foreground">{APPROVERS}</div>
            </div>
            <StatusBadge state="waits" />
          </li>
        ))}
        {approvals.length === 0 && missing === 0 && (
          <li className="px-3 py-2 text-muted-foreground">
            {requiredApprovals === 0 ? 'None is needed here.' : 'No approval was given.'}
          </li>
        )}
      </ul>
      <PanelFoot>{foot(detail)}</PanelFoot>
    </Panel>
  );
}

function Given({ approval, open }: { approval: Approval; open: boolean }) {
  const { person, at, expiresAt, override, reason, valid, invalidBecause, notAlone, appointed } = approval;
  return (
    <li className="border-b px-3 py-[7px]">
      <div className="flex items-center gap-2">
        <Avatar name={person.name} />
        <div className="min-w-0 flex-1">
          <div className="truncate" title={person.name}>
            {person.name}
          </div>
          <div className="text-12 text-muted-foreground">
            <Time at={at} />
            {(valid || notAlone) && open && (
              <>
                , until <Time at={expiresAt} style="clock" />
              </>
            )}
          </div>
        </div>
        {valid ? (
          <StatusBadge state="approved">{override ? 'Overrode' : undefined}</StatusBadge>
        ) : (
          <VoidBadge invalidBecause={invalidBecause} notAlone={notAlone} />
        )}
      </div>
      {reason && <p className="mt-1 text-12 [overflow-wrap:anywhere]">“{reason}”</p>}
      {!valid && <p className="mt-1 text-12 text-muted-foreground">{invalidBecause}</p>}
      {appointed && (
        <p className="mt-1 text-12 text-inconclusive">
          {sentenceCase(appointed.how)} <Time at={appointed.at} /> by {appointed.by.name}, who {appointed.because}.
        </p>
      )}
    </li>
  );
}

function VoidBadge({ invalidBecause, notAlone }: Pick<Approval, 'invalidBecause' | 'notAlone'>) {
  if (notAlone) {
    return (
      <Badge tone="inconclusive" icon="inconclusive">
        Not alone
      </Badge>
    );
  }
  return (
    <Badge tone="stale" icon="clock">
      {/expired/.test(invalidBecause ?? '') ? 'Expired' : 'Void'}
    </Badge>
  );
}

/** Whether the reader can give the next approval, and whether it would count. */
const isMine = ({ mine }: PromotionDetail): boolean => mine !== null && mine.notAlone === null;

/** The footer: who cannot approve, and what opens approvals. */
function foot(detail: PromotionDetail): string {
  const { status } = detail;
  const who = barredWords(detail);
  switch (status) {
    case 'evaluating':
      return `Approvals open when the gate passes. ${who}`;
    case 'blocked':
      return 'A failed gate closes approvals for good.';
    case 'needs_evidence':
      return `An approver may let it through with a written reason. ${who}`;
    case 'awaiting_approval':
      return `An approval holds for 24 h and for this variant and verdict only. ${who}`;
    default:
      return 'Each approval is bound to the variant and the verdict that it was given for.';
  }
}

/** The people whose approval never counts here, each with the reason; a key is named with the person who made it. */
function barredWords({ requestedBy, versionAuthor, barred }: PromotionDetail): string {
  const one = requestedBy.name === versionAuthor.name;
  const did = one
    ? `${requestedBy.name} asked for it and wrote it`
    : `${requestedBy.name} asked for it and ${versionAuthor.name} wrote it`;
  const byKey = barred.filter(({ id }) => id !== requestedBy.id && id !== versionAuthor.id);
  const people = requestedBy.kind === 'person' || versionAuthor.kind === 'person';
  const made = byKey.map(({ name, because }) => ` ${name} ${because}, so cannot approve it${people ? ' either' : ''}.`);
  if (made.length > 0 && !people) return `${did}.${made.join('')}`;
  return `${did}${one ? ', so cannot approve it.' : ': neither can approve it.'}${made.join('')}`;
}
