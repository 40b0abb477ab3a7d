// A sender for tests: sends nothing, and keeps what would have been sent.

import type { Delivery, Sender, Text } from './sender.ts';

/** A sender that keeps what it is given. */
export interface KeepingSender extends Sender {
  /** Every text that was handed over, oldest first, refused ones too. */
  readonly texts: readonly Text[];
  /** The code in the newest text to a phone, or undefined if there is none. */
  codeTo(phone: string): string | undefined;
}

/**
 * A sender for tests, which keeps what it is given.
 *
 * @param answer what becomes of a text; all are accepted if left out
 * @example
 * const sender = keepingSender();
 * const verifier = new OtpVerifier({ sender, secret });
 * await verifier.send('+14155552671');
 * await verifier.check('+14155552671', sender.codeTo('+14155552671') ?? '');
 */
export function keepingSender(answer: (text: Text) => Delivery = () => ({ kind: 'accepted' })): KeepingSender {
  const texts: Text[] = [];
  return {
    texts,
    codeTo: (phone) => texts.findLast(({ to }) => to === phone)?.code,
    async send(text) {
      texts.push(text);
      return answer(text);
    },
  };
}
