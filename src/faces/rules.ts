// The rules that matter to a person, as sentences for the help.

import { waitInWords } from '../core/duration.ts';
import type { Policy } from '../core/policy.ts';

export function rulesInWords({ expiresIn, maxAttempts, resendAfter }: Policy): string[] {
  return [
    `A code works for ${waitInWords(expiresIn)} and ${maxAttempts === 1 ? '1 try' : `${maxAttempts} tries`}.`,
    'Only the newest code is valid.',
    `You can ask for another ${resendAfter === 0 ? 'at once' : `after ${waitInWords(resendAfter)}`}.`,
  ];
}
