// Codes that a service makes and judges. The ledger counts them like our own: a code from when it was made, a try
// before the service is asked, so that no try is free.

import type { Clock } from '../clock.ts';
import { begin, charge, refund, reserve, settleTry } from '../core/charge.ts';
import { digestCode, matchesDigest, placeholderDigest } from '../core/code.ts';
import { withdraw } from '../core/ledger.ts';
import type { Policy } from '../core/policy.ts';
import type { CodeService } from '../delivery/sender.ts';
import { orStoreFailed } from '../store/store.ts';
import type { CodeSource } from './source.ts';

export interface ServiceCodesOptions {
  readonly service: CodeService;
  /** The HMAC key for the digest of the service's own id for a code. */
  readonly secret: string;
  readonly policy: Policy;
  readonly clock: Clock;
}

export function serviceCodes({ service, secret, policy, clock }: ServiceCodesOptions): CodeSource {
  return {
    service: service.name,

    async length() {
      const length = await service.codeLength();
      return typeof length === 'number' ? length : length.problem;
    },

    async issue(ledger, { channel }) {
      const digestFor = placeholderDigest();
      const issued = await ledger.update((before, now) =>
        reserve(before, ledger.service, digestFor, now, policy, channel),
      );
      if (issued.kind !== 'issued') return issued;

      const { codeId, replaces, resendAt } = issued;
      const started = (id?: string) => {
        const digestOfId = id === undefined ? undefined : digestCode(secret, ledger.service, id, codeId);
        return ledger.update((before, now) => begin(before, codeId, digestOfId, now, policy));
      };
      const delivery = await service.start(ledger.recipient, channel, replaces);
      switch (delivery.kind) {
        case 'accepted':
          return { kind: 'sent', ...(await started(delivery.id)), resendAt };
        case 'unknown':
          return { kind: 'unknown', ...(await started()), resendAt, problem: delivery.problem };
        case 'refused':
          await ledger.change((before) => withdraw(before, codeId));
          return { kind: 'refused', problem: delivery.problem };
        case 'limited':
          await ledger.change((before) => withdraw(before, codeId));
          return { kind: 'too-many', resendAt: clock() + delivery.retryAfter, expiresAt: null };
        default:
          return delivery satisfies never;
      }
    },

    async judge(ledger, code) {
      const charged = await ledger.update((before, now) => charge(before, ledger.service, now, policy));
      if (charged.kind !== 'charged') return charged;

      const { stored } = charged;
      const hasId = stored.seal.digest !== '';
      const judgement = await service.judge(
        ledger.recipient,
        code,
        (id) => !hasId || matchesDigest(secret, ledger.service, id, stored),
      );
      const settled = await orStoreFailed(async () => {
        if (judgement.kind === 'unjudged') {
          await ledger.change((before) => refund(before, charged));
          return { kind: 'unchecked', problem: judgement.problem } as const;
        }
        const { kind } = judgement;
        return ledger.update((before, now) => settleTry(before, charged, kind, now, policy));
      });
      return settled.kind === 'store-failed' ? { ...settled, charged: 'yes' } : settled;
    },
  };
}
