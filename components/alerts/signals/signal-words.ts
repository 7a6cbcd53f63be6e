import type { Outputs } from '#components/shell/trpc.ts';
import { count, percent, plural } from '#components/ui/format.ts';
import type { SignalRule } from '#server/alerts/signals/domain/hit.ts';

export type SignalsData = Outputs['signals']['page'];
export type FoundRequest = Outputs['signals']['hits']['data'][number];

export const RULE_NAMES: Record<SignalRule, string> = {
  override_instructions: 'Overrides instructions',
  forget_told: 'Forget what you were told',
  reveal_prompt: 'Asks for the prompt',
  repeat_above: 'Repeat what stands above',
  new_role: 'A role without rules',
  developer_mode: 'Developer mode',
  fake_turn: 'A turn of the chat that is made up',
  new_orders: 'New orders',
  addressed_to_model: 'Speaks to the model',
  hide_from_user: 'Hides from the user',
  send_secrets: 'Sends data away',
  encoded_instruction: 'Encoded instruction',
  disguised_letters: 'Letters that only look alike',
  hidden_characters: 'Characters that nobody sees',
  canary_leak: 'The canary leaked',
  prompt_overlap: 'The output repeats the prompt',
  image_exfiltration: 'A picture carries data away',
  new_tool: 'A tool that is new here',
  new_host: 'A host that is new here',
  judge: 'A judge says so',
};

/** What the page begins with. Nothing scanned is never said to be nothing found. */
export function signalsHeadline({ coverage }: Pick<SignalsData, 'coverage'>): string {
  const { requests, scanned, counted, share } = coverage;
  if (requests === 0) return 'No request in the last 24 hours.';
  if (scanned === 0)
    return `None of ${plural(requests, 'request')} could be scanned: whether there were attacks is unknown.`;
  if (counted === 0) return `No signal of prompt injection in ${plural(scanned, 'scanned request')}.`;
  return `${plural(counted, 'request looks', 'requests look')} like prompt injection, ${percent(share)} of ${count(scanned)} scanned.`;
}

/** How much of the traffic the headline speaks of, and what it cannot see. */
export function signalsEvidence({ coverage }: Pick<SignalsData, 'coverage'>): string {
  const { requests, scanned, cut, judged, storesTexts } = coverage;
  const stored = storesTexts ? '' : ' The project stores no inputs and outputs.';
  const more = [
    ...(cut > 0 ? [`${count(cut)} were longer than what is looked at`] : []),
    ...(judged > 0 ? [`${count(judged)} have the score of a judge`] : []),
  ];
  const rest = more.length === 0 ? '' : `; ${more.join(', ')}`;
  return `${count(scanned)} of ${plural(requests, 'request')} of the last 24 hours had a text to scan${rest}.${stored} Known patterns only: a paraphrase, a picture or an attack over several turns is not seen.`;
}
