// Our own codes: draws them, keeps their digests in the ledger, composes the text and hands it to a sender.

import { digestCode, drawCode, matchesDigest, type RandomDigit } from '../core/code.ts';
import { issue, judge, withdraw } from '../core/ledger.ts';
import { composeMessage } from '../core/message.ts';
import type { Policy } from '../core/policy.ts';
import type { Sender } from '../delivery/sender.ts';
import type { CodeSource } from './source.ts';

export interface OwnCodesOptions {
  readonly sender: Sender;
  /** The HMAC key for the digests. */
  readonly secret: string;
  readonly policy: Policy;
  /** Draws one digit; `crypto.randomInt` if left out. */
  readonly random: RandomDigit | undefined;
}

export function ownCodes({ sender, secret, policy, random }: OwnCodesOptions): CodeSource {
  const { length, expiresIn } = policy;
  return {
    length: async () => length,

    async issue(ledger, { channel, service, message }) {
      const code = drawCode(length, random);
      const digestFor = digestCode(secret, ledger.service, code);
      const issued = await ledger.update((before, now) =>
        issue(before, ledger.service, digestFor, now, policy, channel),
      );
      if (issued.kind !== 'issued') return issued;

      const { codeId, expiresAt, resendAt } = issued;
      const body = composeMessage(message, { code, service, expiresIn });
      const validFor = Math.ceil(expiresIn / 1_000);
      const delivery = await sender.send({ to: ledger.recipient, channel, body, code, service, validFor });
      switch (delivery.kind) {
        case 'accepted':
          return { kind: 'sent', expiresAt, resendAt, deliveryId: delivery.id };
        case 'unknown':
          return { kind: 'unknown', expiresAt, resendAt, problem: delivery.problem };
        case 'refused':
          await ledger.change((before) => withdraw(before, codeId));
          return { kind: 'refused', problem: delivery.problem };
        default:
          return delivery satisfies never;
      }
    },

    judge(ledger, code) {
      return ledger.update((before, now) =>
        judge(before, ledger.service, (stored) => matchesDigest(secret, ledger.service, code, stored), now, policy),
      );
    },

    track: async (deliveryId) => sender.track?.(deliveryId),
  };
}
