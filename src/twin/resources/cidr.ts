import { isIPv4 } from 'net';

/** A range of IPv4 addresses, as numbers. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Undefined where it is no IPv4 prefix, or where bits are set that the prefix doesn't cover. */
export function parseCidr(text: string): Range | undefined {
  const [, address, length] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text) ?? [];
  if (address === undefined || Number(length) > 32) return undefined;
  const bytes = address.split('.').map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  const first = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - Number(length));
  return first % size === 0 ? { first, last: first + size - 1 } : undefined;
}

export function covers(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlap(left: Range, right: Range): boolean {
  return left.first <= right.last && right.first <= left.last;
}

export function addressOf(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** An address as the number that it stands for; undefined where it is none of IPv4. */
export function numberOf(address: unknown): number | undefined {
  if (typeof address !== 'string' || !isIPv4(address)) return undefined;
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Only IPv4 is checked: what has a colon passes. */
export function isIpv6(text: string): boolean {
  return text.includes(':');
}
