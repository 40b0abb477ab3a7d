// The rules that matter to a person, as sentences for the help.

import { waitInWords } from '../core/duration.ts';
import type { Policy } from '../core/policy.ts';

/** @param recoveryLeft how many recovery codes are left */
export function rulesInWords({ expiresIn, maxAttempts, resendAfter }: Policy, recoveryLeft: number): string[] {
  return [
    `A code works for ${waitInWords(expiresIn)} and ${maxAttempts === 1 ? '1 try' : `${maxAttempts} tries`}.`,
    'Only the newest code is valid.',
    `You can ask for another ${resendAfter === 0 ? 'at once' : `after ${waitInWords(resendAfter)}`}.`,
    ...(recoveryLeft > 0 ? ['A recovery code works once, even when locked.'] : []),
  ];
}
