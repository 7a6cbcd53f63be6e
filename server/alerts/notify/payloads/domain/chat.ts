import { changeLine, cut, isOver, linkWords, type Notice, noticeLine } from '#server/alerts/notify/domain/notice.ts';

/** What Slack accepts: a header of 150 characters, a section of 3,000, and about 12,000 in all (bolt-js#2509 names 13,200). */
const HEADER_MAX = 150;
const SECTION_MAX = 3_000;
const URL_MAX = 3_000;

type SlackBlock =
  | { type: 'header'; text: { type: 'plain_text'; text: string } }
  | { type: 'section'; text: { type: 'mrkdwn'; text: string } }
  | { type: 'context'; elements: { type: 'mrkdwn'; text: string }[] }
  | {
      type: 'actions';
      elements: { type: 'button'; text: { type: 'plain_text'; text: string }; url: string; style?: 'danger' }[];
    };

export type SlackMessage = { text: string; blocks: SlackBlock[] };

/** `&`, `<` and `>` are Slack's only control characters: a title cannot mention a channel or hide a link. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A message for a Slack-compatible incoming webhook: at most five blocks and less than 12,000 characters. */
export function slackMessage(notice: Notice): SlackMessage {
  const line = noticeLine(notice);
  const section = (title: string, lines: readonly string[]): SlackBlock[] =>
    lines.length === 0
      ? []
      : [
          {
            type: 'section',
            text: { type: 'mrkdwn', text: cut(`*${title}*\n${lines.map(escaped).join('\n')}`, SECTION_MAX) },
          },
        ];
  return {
    text: cut(escaped(line), SECTION_MAX),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(line, HEADER_MAX) } },
      ...section('What changed in the hour before', notice.changes.map(changeLine)),
      ...section(isOver(notice) ? 'Over' : 'Alerts', alertLines(notice)),
      ...(notice.url.length > URL_MAX
        ? []
        : ([
            {
              type: 'actions',
              elements: [{ type: 'button', text: { type: 'plain_text', text: linkWords(notice) }, url: notice.url }],
            },
          ] satisfies SlackBlock[])),
      { type: 'context', elements: [{ type: 'mrkdwn', text: cut(escaped(contextLine(notice)), SECTION_MAX) }] },
    ],
  };
}

/** The alerts, a line each, with what is left out. Also of mails and Teams. */
export function alertLines({ firing, firingTotal, resolved, resolvedTotal, alsoMoved }: Notice): string[] {
  const more = (shown: number, total: number, word: string) =>
    total > shown ? [`and ${total - shown} more ${word}`] : [];
  return [
    ...firing.map(
      (one) =>
        `• ${one.title}${one.verdict === null || one.verdict === 'none' ? '' : ` (${VERDICT_WORDS[one.verdict]})`}`,
    ),
    ...more(firing.length, firingTotal, 'fire'),
    ...resolved.map((one) => `• over: ${one.title}`),
    ...more(resolved.length, resolvedTotal, 'are over'),
    ...alsoMoved.map((title) => `• also moved: ${title}`),
  ];
}

const VERDICT_WORDS = {
  system: 'system, not judge',
  judge: 'judge, not system',
  unknown: 'system or judge: cannot tell',
} as const;

/** Project, and who is on call. */
export const contextLine = ({ project, onCall }: Notice): string =>
  onCall === null ? project : `${project} · on call: ${onCall}`;

/** A card for Microsoft Teams Workflows, in the envelope that its trigger expects. At most 28 KB. */
export function teamsMessage(notice: Notice) {
  const block = (text: string, look: Record<string, unknown> = {}) => ({
    type: 'TextBlock',
    text: cut(text, 4_000),
    wrap: true,
    ...look,
  });
  const tone = isOver(notice) ? 'Good' : notice.severity === 'page' ? 'Attention' : 'Warning';
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [block(title, { weight: 'Bolder' }), block(lines.join('\n\n'))];
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.2',
          body: [
            block(cut(noticeLine(notice), 1_000), { weight: 'Bolder', size: 'Medium', color: tone }),
            ...list('What changed in the hour before', notice.changes.map(changeLine)),
            ...list('Alerts', alertLines(notice)),
            block(contextLine(notice), { size: 'Small' }),
          ],
          actions: [{ type: 'Action.OpenUrl', title: linkWords(notice), url: notice.url }],
          msteams: { width: 'full' },
        },
      },
    ],
  };
}
