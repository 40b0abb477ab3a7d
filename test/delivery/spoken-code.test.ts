import { describe, expect, it } from 'vitest';
import { spokenCode } from '../../src/delivery/spoken-code.ts';
import { isTwiml, spokenWords } from '../../src/sandbox/twiml.ts';

const PAUSE = '<Pause length="1"/>';

it('says the code one digit at a time, with a pause after each, twice', () => {
  const once = `<Say>Your verification code is</Say>${PAUSE}<Say>0</Say>${PAUSE}<Say>4</Say>${PAUSE}<Say>0</Say>${PAUSE}`;
  expect(spokenCode('040', undefined)).toBe(
    `<Response>${once}<Say>Once more.</Say>${once}<Say>Goodbye.</Say></Response>`,
  );
});

describe.each(['4829', '0000000000'])('the code %s', (code) => {
  it.each([
    ['Acme', 'Acme'],
    ['A & B', 'A &amp; B'],
    ['<Hangup/>', '&lt;Hangup/&gt;'],
    ['</Say><Dial>+1', '&lt;/Say&gt;&lt;Dial&gt;+1'],
    ['&lt;', '&amp;lt;'],
    [']]> <!--', ']]&gt; &lt;!--'],
    [`"it's"`, `"it's"`],
    ['Žižkov 銀行 $1', 'Žižkov 銀行 $1'],
  ])('for %s is words and no markup', (service, written) => {
    const twiml = spokenCode(code, service);
    expect(twiml).toContain(`<Say>Your verification code for ${written} is</Say>`);
    expect(isTwiml(twiml)).toBe(true);
    const once = `Your verification code for ${service} is ${[...code].join(' ')}`;
    expect(spokenWords(twiml)).toBe(`${once} Once more. ${once} Goodbye.`);
    expect(twiml.match(/<Pause length="1"\/>/g)).toHaveLength(2 * (code.length + 1));
    expect(twiml).not.toContain(code);
  });
});

it('of the longest code and service fits into the 4,000 characters that Twilio takes', () => {
  expect(spokenCode('0123456789', '&'.repeat(30)).length).toBeLessThan(4_000);
});
