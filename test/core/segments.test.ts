import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../src/core/message.ts';
import { POLICY_BOUNDS } from '../../src/core/policy.ts';
import { countSegments } from '../../src/core/segments.ts';

it.each([
  ['160 plain characters', 'a'.repeat(160), 1],
  ['161 plain characters', 'a'.repeat(161), 2],
  ['306 plain characters', 'a'.repeat(306), 2],
  ['307 plain characters', 'a'.repeat(307), 3],
  ['80 euro signs, which take two septets', '€'.repeat(80), 1],
  ['81 euro signs', '€'.repeat(81), 2],
  ['a euro sign that will not fit the end of a part', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['70 characters, one outside GSM 03.38', `${'a'.repeat(69)}你`, 1],
  ['71 characters, one outside GSM 03.38', `${'a'.repeat(70)}你`, 2],
  ['35 emoji of two units', '🙂'.repeat(35), 1],
  ['67 emoji, of which no part splits one', '🙂'.repeat(67), 3],
  ['Greek capitals and accents that GSM 03.38 has', 'ΔΦΓΛΩΠΨΣΘΞÄÖÑÜ§¿äöñüà'.repeat(7), 1],
])('%s', (_, text, segments) => {
  expect(countSegments(text)).toBe(segments);
});

describe('the default wording is one segment', () => {
  const [, longest] = POLICY_BOUNDS.length;
  const code = '8'.repeat(longest);

  it.each([
    ['without a service', undefined],
    ['with a service of 30 characters', 'A'.repeat(30)],
    ['with a service of 30 characters that take two septets each', '€'.repeat(30)],
  ])('%s, whatever the life of the code', (_, service) => {
    for (const expiresIn of [1_000, 59_000, 60_000, 300_000, 600_000]) {
      expect(countSegments(composeMessage(undefined, { code, service, expiresIn }))).toBe(1);
    }
  });
});
