import { type Hit, QUOTE_MAX } from './hit.ts';
import type { Part } from './parts.ts';

/** What the requests of a prompt have used before. */
export type Seen = {
  tools: ReadonlySet<string>;
  hosts: ReadonlySet<string> /** Enough was seen to call other things new. */;
  isLearned: boolean;
};

const HOSTS_MAX = 20;
const URL_HOST = /https?:\\?\/\\?\/([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})/gi;
/** A picture in Markdown: a browser loads it without a click. */
const IMAGE = /!\[[^\]\n]{0,200}\]\(\s*<?(https?:\/\/([a-z0-9.-]{3,253})[^\s)>]{0,2000})/gi;
/** Where arguments of tools begin in the JSON of chat and tool APIs. */
const ARGUMENTS = /"(?:arguments|tool_input|parameters|function_call|tool_calls)"\s*:|"type"\s*:\s*"tool_use"/g;
const ARGUMENTS_CHARS = 4_096;
const CALLS_MAX = 50;

/** The hosts of pictures, and of the addresses in arguments of tool calls, that stand in an output. Bounded: 50 calls, 4,096 characters each. */
export function hostsUsed(output: string): string[] {
  const hosts = new Set<string>();
  for (const [, , host] of output.matchAll(IMAGE)) if (host && hosts.size < HOSTS_MAX) hosts.add(host.toLowerCase());
  let calls = 0;
  let until = 0;
  for (const { index } of output.matchAll(ARGUMENTS)) {
    if (index < until) continue;
    if (++calls > CALLS_MAX || hosts.size >= HOSTS_MAX) break;
    until = index + ARGUMENTS_CHARS;
    for (const [, host] of output.slice(index, until).matchAll(URL_HOST)) if (host) hosts.add(host.toLowerCase());
  }
  return [...hosts].slice(0, HOSTS_MAX);
}

/** Tools and hosts that no request of the prompt has used before. Each says half: one of both alone is a release. */
export function findNewTools(used: { tools: readonly string[]; hosts: readonly string[] }, seen: Seen): Hit[] {
  if (!seen.isLearned) return [];
  const where = { place: 'event', part: '', start: 0, end: 0, encoding: '', weight: 0.5 } as const;
  const tool = used.tools.find((name) => !seen.tools.has(name));
  const host = used.hosts.find((name) => !seen.hosts.has(name));
  return [
    ...(tool === undefined ? [] : [{ ...where, rule: 'new_tool' as const, quote: tool.slice(0, QUOTE_MAX) }]),
    ...(host === undefined ? [] : [{ ...where, rule: 'new_host' as const, quote: host.slice(0, QUOTE_MAX) }]),
  ];
}

/** A picture's address that carries so much carries data. */
const QUERY_MIN = 24;

/** Pictures in an output whose address carries data to a host that neither the input nor earlier outputs name. */
export function findImages(parts: readonly Part[], input: string, seen: Seen): Hit[] {
  return parts.flatMap(({ part, text }) => {
    for (const { 0: match, 1: url, 2: host, index: start } of text.matchAll(IMAGE)) {
      if (url === undefined || host === undefined) continue;
      if (input.includes(host) || seen.hosts.has(host.toLowerCase())) continue;
      const query = url.slice(url.indexOf(host) + host.length).split('?')[1] ?? '';
      if (query.length < QUERY_MIN || isSigned(query)) continue;
      const span = { start, end: start + match.length };
      return [
        {
          rule: 'image_exfiltration' as const,
          place: 'output' as const,
          part,
          ...span,
          quote: url.slice(0, QUOTE_MAX),
          encoding: '',
          weight: 1,
        },
      ];
    }
    return [];
  });
}

/** Addresses of storage and of picture services carry signatures and sizes. */
const isSigned = (query: string): boolean =>
  /(?:^|&)(?:x-amz-|x-goog-|sig=|signature=|expires=|token=|w=\d|h=\d|width=\d|size=\d|v=\d|fit=|crop=|auto=)/i.test(
    query,
  );
