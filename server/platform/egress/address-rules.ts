import ipaddr from 'ipaddr.js';

/** An address range that the operator allows besides public ones; `port` null = every port. */
export type AllowedRange = { address: ipaddr.IPv4 | ipaddr.IPv6; bits: number; port: number | null };

/** Ports of public hosts. Others would let a caller probe what else a host runs. */
const PUBLIC_PORTS: readonly number[] = [443, 8443];

/**
 * Reads `EGRESS_ALLOW`: addresses or ranges with commas between them, each with or without a port, such as
 * `10.1.0.0/16, 127.0.0.1:9093, [::1]:9093`. Returns null where one of them is none.
 */
export function readAllowed(text: string): AllowedRange[] | null {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const ranges = entries.map(readRange);
  return ranges.every((range) => range !== null) ? ranges : null;
}

function readRange(entry: string): AllowedRange | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)|([0-9a-f]*:[0-9a-f:.]+))(?:\/(\d{1,3}))?(?::(\d{1,5}))?$/i.exec(entry);
  const host = match?.[1] ?? match?.[2] ?? match?.[3];
  if (host === undefined || !ipaddr.isValid(host)) return null;
  if (/^[0-9.]+$/.test(host) && !ipaddr.IPv4.isValidFourPartDecimal(host)) return null;
  const address = ipaddr.parse(host);
  const most = address.kind() === 'ipv4' ? 32 : 128;
  const bits = match?.[4] === undefined ? most : Number(match[4]);
  const port = match?.[5] === undefined ? null : Number(match[5]);
  return bits <= most && (port === null || port <= 65_535) ? { address, bits, port } : null;
}

/** The range as it is written in `EGRESS_ALLOW`. */
export function rangeText({ address, bits, port }: AllowedRange): string {
  const text = port !== null && address.kind() === 'ipv6' ? `[${address}]` : address.toString();
  const all = address.kind() === 'ipv4' ? 32 : 128;
  return `${text}${bits === all ? '' : `/${bits}`}${port === null ? '' : `:${port}`}`;
}

/** Where a connection goes besides its address. */
export type Target = { port: number; isTls: boolean };

/** The deprecated IPv6 form of an IPv4 address (RFC 4291, 2.5.5.1), which `range()` takes for a public one. */
const IPV4_COMPATIBLE = ipaddr.IPv6.parse('::');

const isPublic = (parsed: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  parsed.range() === 'unicast' && !(parsed.kind() === 'ipv6' && parsed.match(IPV4_COMPATIBLE, 96));

/**
 * Whether a connection to `address` is allowed: one in an allowed range, or over TLS a public unicast address. An IPv4
 * address in IPv6 form is judged as that IPv4 address; forms that carry one through a gateway (6to4, Teredo, NAT64, IPv4-compatible) are
 * refused.
 */
export function mayConnect(address: string, { port, isTls }: Target, allowed: readonly AllowedRange[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return isInRange(parsed, port, allowed) || (isTls && isPublic(parsed) && PUBLIC_PORTS.includes(port));
}

/** The ports of mail submission. Servers that only speak to other servers (25) want no password. */
const MAIL_PORTS: readonly number[] = [465, 587, 2525];

/** Whether mail may be handed to `address`: one in an allowed range, or a public one at a port of submission. */
export function mayMail(address: string, port: number, allowed: readonly AllowedRange[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return isInRange(parsed, port, allowed) || (isPublic(parsed) && MAIL_PORTS.includes(port));
}

/**
 * Why a mail server cannot be `host`, to follow the name of its field; null where it may be. Judges what the host says of
 * itself: an address in any notation (2130706433 is 127.0.0.1), or a name of this machine. Other names are judged with each
 * connection, when their addresses are known.
 */
export function mailHostProblem(host: string, port: number, allowed: readonly AllowedRange[]): string | null {
  const written = `http://${host.includes(':') ? `[${host}]` : host}`;
  if (!URL.canParse(written)) return 'must be a name or address.';
  const name = new URL(written).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const addresses = name === 'localhost' || name.endsWith('.localhost') ? ['127.0.0.1', '::1'] : [name];
  const literals = addresses.filter((one) => ipaddr.isValid(one));
  if (literals.length === 0 || literals.some((one) => mayMail(one, port, allowed))) return null;
  if (literals.some((one) => ipaddr.process(one).range() === 'unicast'))
    return `names port ${port}; public servers take mail on ${MAIL_PORTS.join(', ')}. ${REMEDY}`;
  return `names ${host}, which is not a public address. ${REMEDY}`;
}

/** Whether an address lies in a range that the operator allows, where a connection need not be encrypted. */
export const isAllowedPrivate = (address: string, port: number, allowed: readonly AllowedRange[]): boolean =>
  ipaddr.isValid(address) && isInRange(ipaddr.process(address), port, allowed);

function isInRange(parsed: ipaddr.IPv4 | ipaddr.IPv6, port: number, allowed: readonly AllowedRange[]): boolean {
  return allowed.some((range) => {
    if (range.port !== null && range.port !== port) return false;
    if (parsed.kind() !== range.address.kind()) return false;
    return parsed.match(range.address, range.bits);
  });
}

/** An address that may be stored and asked, or the reason why not, to follow the name of its field. */
export type CheckedUrl = { url: URL; target: Target } | { problem: string };

const REMEDY = 'The operator allows private addresses in EGRESS_ALLOW.';

/**
 * Checks what an address says of itself: `https`, or `http` where an allowed range may be meant; no user name or
 * password; an allowed port; and where its host is a literal address, that connections to it are allowed. A host name
 * is checked with each connection, when its addresses are known.
 */
export function checkUrl(text: string, allowed: readonly AllowedRange[]): CheckedUrl {
  if (!URL.canParse(text)) return { problem: 'is not an address. Write https:// and a host.' };
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { problem: 'must begin with https://.' };
  if (url.username !== '' || url.password !== '') {
    return { problem: 'has a user name or password in it. Leave them out of the address.' };
  }
  const isTls = url.protocol === 'https:';
  const target = { isTls, port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port) };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const mayBeAllowed = ipaddr.isValid(host)
    ? isInRange(ipaddr.process(host), target.port, allowed)
    : allowed.some(({ port }) => port === null || port === target.port);
  if (mayBeAllowed) return { url, target };
  if (!isTls) return { problem: `must begin with https://. ${REMEDY}` };
  if (ipaddr.isValid(host) && !mayConnect(host, { isTls, port: 443 }, [])) {
    return { problem: `names ${host}, which is not a public address. ${REMEDY}` };
  }
  if (!PUBLIC_PORTS.includes(target.port)) {
    return { problem: `names port ${target.port}; public hosts are asked on ${PUBLIC_PORTS.join(' and ')}. ${REMEDY}` };
  }
  return { url, target };
}
