// The items of Twilio's lists: what an account could send codes with, and the phones that it has verified. An item that
// is not as Twilio writes it is left out.

import { isPhoneNumber } from '../core/phone.ts';
import { plainText } from '../core/plain-text.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A service by the name that its owner gave it, without control characters. */
export interface Named {
  readonly sid: string;
  readonly name: string;
}

export interface Capabilities {
  readonly sms: boolean;
  readonly voice: boolean;
}

export interface OwnNumber {
  readonly number: string;
  /** Whether it can send texts. */
  readonly sms: boolean;
}

/** In characters. */
const MAX_NAME = 40;

/** The first page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Whether there is another page. */
  readonly hasMore: boolean;
}

/**
 * The readable items of a list; undefined if it is none.
 *
 * @param name the list's in the answer
 * @param max how many are looked at, whatever was sent
 */
export function pageIn<Item>(
  answer: Json,
  name: string,
  read: (item: Json) => Item | undefined,
  max: number,
): Page<Item> | undefined {
  const { [name]: list, next_page_uri: next, meta } = answer;
  if (!Array.isArray(list)) return undefined;
  const items = list.slice(0, max).flatMap((item) => (isObject(item) ? (read(item) ?? []) : []));
  // The later APIs have it elsewhere.
  const hasMore = list.length > max || Boolean(next ?? (isObject(meta) && meta.next_page_url));
  return { items, hasMore };
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

/** @param prefix what its SID starts with */
export function readNamed({ sid, friendly_name: name }: Json, prefix: string): Named | undefined {
  if (typeof sid !== 'string' || !sid.startsWith(prefix) || !/^[A-Z]{2}[0-9a-fA-F]{32}$/.test(sid)) return undefined;
  return { sid, name: typeof name === 'string' ? plainText(name, MAX_NAME) : '' };
}

export function readPhone({ phone_number: number }: Json): string | undefined {
  return typeof number === 'string' && isPhoneNumber(number) ? number : undefined;
}

export function readNumber(item: Json): OwnNumber | undefined {
  const number = readPhone(item);
  return number === undefined ? undefined : { number, sms: readCapabilities(item).sms };
}

export function readCapabilities({ capabilities }: Json): Capabilities {
  const { sms, voice } = isObject(capabilities) ? capabilities : ({} as Json);
  return { sms: sms === true, voice: voice === true };
}
