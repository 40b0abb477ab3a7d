import { describe, expect, it } from 'vitest';
import { explain } from '../../src/core/outcome.ts';
import { TWILIO_ERRORS } from '../../src/delivery/errors.ts';
import { deliveryFailure, ofCall, refusal, retryOf, unanswered, unreachable } from '../../src/delivery/problems.ts';
import { wrap } from '../../src/faces/screen/wrapping.ts';

/** Every code of Twilio's that can come back from sending and following a code. */
const CODES = [
  10001, 10002, 20003, 20005, 20008, 20404, 20429, 20500, 20503, 21211, 21212, 21408, 21602, 21603, 21604, 21606, 21608,
  21610, 21611, 21612, 21614, 21617, 21618, 21635, 21701, 21703, 21704, 21705, 30001, 30002, 30003, 30004, 30005, 30006,
  30007, 30008, 30010, 30018, 30022, 30023, 30024, 30027, 30032, 30033, 30034, 30035, 30038, 30044, 30410, 30450, 30453,
  572002, 572005, 572006, 575001, 60200, 60202, 60203, 60205, 60212, 60223, 60238, 60410, 60605, 63015, 63016, 63018,
  63024, 63038, 68008,
];

/** Those that mean: the account is new, and something has to be set up in the console first. */
const FIRST_RUN = [
  10001, 10002, 20003, 21215, 21219, 21408, 21608, 30002, 30032, 30033, 30034, 30035, 60223, 60605, 63015, 63016,
  572002, 572005, 572006, 575001,
];

const ENTRIES = Object.entries(TWILIO_ERRORS).map(([code, entry]) => ({ code: Number(code), ...entry }));

describe('the table', () => {
  it('has every code', () => {
    expect(CODES.filter((code) => !(code in TWILIO_ERRORS))).toEqual([]);
  });

  it.each(ENTRIES)('tells the person of $code nothing about the account, in a short sentence or two', ({ message }) => {
    expect(message).toMatch(/^[a-z][^A-Z]* ?.*[^.]\.$/);
    // The form has two lines.
    expect(wrap(`Could not send the code: ${message}`, 42, 9, '…').length).toBeLessThanOrEqual(2);
    expect(message.match(/[.!?](?= |$)/g)?.length).toBeLessThanOrEqual(2);
    expect(message).not.toMatch(
      /account|trial|upgrade|balance|billing|fund|price|suspend|token|credential|API|SID|key|Twilio|console|regist|campaign|template|fraud|[A-Z]{2,}_|[0-9]{4}/i,
    );
  });

  it.each(ENTRIES)('tells the operator of $code what to do, on one line', ({ detail }) => {
    expect(detail).toMatch(/^[A-Za-z].*[.?]$/);
    expect(detail).not.toMatch(/[\n\t]|undefined| {2}/);
    expect(detail.length).toBeLessThanOrEqual(320);
  });

  it.each(FIRST_RUN)('names the page of the console to open for %i', (code) => {
    expect(TWILIO_ERRORS[code]?.detail).toMatch(/Console (>|home page >) [A-Z]/);
  });

  it.each([
    [20429, 'now'],
    [20503, 'now'],
    [20500, 'later'],
    [30003, 'later'],
    [60203, 'later'],
    [60410, 'later'],
    [21608, 'never'],
    [21610, 'never'],
    [572006, 'never'],
  ])('has %i tried again %s', (code, retry) => {
    expect(retryOf(code)).toBe(retry);
  });

  it('has nothing tried again at once that Twilio may have done', () => {
    expect(ENTRIES.filter(({ retry }) => retry === 'now').map(({ code }) => code)).toEqual([20429, 20503]);
  });
});

describe('a refusal', () => {
  it('names the code, what to do, its page, and what Twilio says', () => {
    const problem = refusal(400, 21211, 'The number is bad');
    expect(problem).toEqual({
      code: 21211,
      message: 'this phone number is not valid.',
      remedy: 'administrator',
      detail:
        'error 21211: RECIPIENT_NUMBER is not a valid phone number (+, country code, number), or it is the same as SENDER_NUMBER.',
      help: 'https://www.twilio.com/docs/api/errors/21211',
      said: 'The number is bad',
    });
    expect(explain(problem)).toBe(
      'error 21211: RECIPIENT_NUMBER is not a valid phone number (+, country code, number), or it is the same as SENDER_NUMBER. ' +
        'See https://www.twilio.com/docs/api/errors/21211 Twilio says: The number is bad',
    );
  });

  it.each(ENTRIES)('with $code tells the person what to do, or has a remedy', ({ message, remedy }) => {
    expect(/\. (Try|Resend|Check|Text|Get) /.test(message)).toBe(remedy === undefined);
  });

  it.each(ENTRIES)('with $code names its page', ({ code }) => {
    expect(explain(refusal(400, code, undefined))).toMatch(
      new RegExp(`^error ${code}: .* See https://www\\.twilio\\.com/docs/api/errors/${code}$`),
    );
  });

  it("has no control characters of Twilio's words", () => {
    expect(refusal(400, 21211, 'bad\u001b[2J\nnews\u202e').said).toBe('bad[2J news');
  });

  it('with an unknown code goes by the status and still names the page', () => {
    const problem = refusal(400, 99999, undefined);
    expect(problem).toMatchObject({ code: 99999, message: 'texting is not set up correctly.' });
    expect(explain(problem)).toBe(
      'error 99999: Twilio refused the request. See https://www.twilio.com/docs/api/errors/99999',
    );
  });

  it.each([
    [400, 'texting is not set up correctly.', 'administrator', 'never'],
    [401, 'texting is not set up correctly.', 'administrator', 'never'],
    [302, 'texting is not set up correctly.', 'administrator', 'never'],
    [429, 'the text service is busy. Try again in a minute.', undefined, 'now'],
    [500, 'the text service is down. Try again later.', undefined, 'later'],
    [502, 'the text service is down. Try again later.', undefined, 'later'],
    [503, 'the text service is down. Try again later.', undefined, 'now'],
  ])('without a code goes by the status %i', (status, message, remedy, retry) => {
    const problem = refusal(status, undefined, undefined);
    expect(problem.message).toBe(message);
    expect(problem.remedy).toBe(remedy);
    expect(explain(problem)).toMatch(new RegExp(`^HTTP ${status}: .+\\.$`));
    expect(Object.keys(problem)).toEqual(remedy ? ['message', 'remedy', 'detail'] : ['message', 'detail']);
    expect(retryOf(undefined, status)).toBe(retry);
  });

  it('with a known code goes by the code, whatever the status', () => {
    expect(retryOf(60203, 429)).toBe('later');
    expect(retryOf(undefined)).toBe('never');
  });
});

describe('a delivery failure', () => {
  it('says what the person can do, and when', () => {
    expect(deliveryFailure(30003)).toEqual({
      retry: 'later',
      code: 30003,
      message: 'the phone is off or has no signal. Check it, then resend.',
      detail: 'error 30003: the phone is off, has no signal, or is a landline.',
      help: 'https://www.twilio.com/docs/api/errors/30003',
    });
  });

  it.each([null, 39999])('of no known code, %s, has words too', (code) => {
    const problem = deliveryFailure(code);
    expect(problem).toMatchObject({ message: 'the text got lost. Resend it.', retry: 'later' });
    expect(problem.code).toBe(code ?? undefined);
    expect(problem.detail).toContain('Console > Monitor');
    expect(explain(problem)).toContain(
      code === null ? 'no error code' : 'https://www.twilio.com/docs/api/errors/39999',
    );
  });
});

it('without an answer there are words too, without control characters', () => {
  expect(unreachable('ECONN\u001bREFUSED').detail).toContain('(ECONNREFUSED)');
  // It may be about anything that was asked: whether a code may arrive is for the outcome to say.
  expect(unanswered('ETIMEDOUT').detail).toBe('Twilio did not answer (ETIMEDOUT).');
});

describe('a problem of a call', () => {
  it.each([
    ['texting is not set up correctly.', 'calling is not set up correctly.'],
    ['the text service is busy. Try again in a minute.', 'the call service is busy. Try again in a minute.'],
    ['too many texts were sent. Try again later.', 'too many calls were made. Try again later.'],
    ['texts are held back. Try again later.', 'calls are held back. Try again later.'],
    ['this phone number is not valid.', 'this phone number is not valid.'],
  ])('is not told as one of a text: %s', (message, told) => {
    expect(ofCall({ message, code: 1, detail: 'as it was' })).toEqual({ message: told, code: 1, detail: 'as it was' });
  });

  it('names no text, unless calls have nothing to do with it', () => {
    const ofTexts = /receive texts|by text|Text START|the text (was|got|took)|blocked the text/;
    const told = ENTRIES.map((entry) => ofCall(entry).message).filter((message) => !ofTexts.test(message));
    expect(told.filter((message) => /text/i.test(message))).toEqual([]);
  });
});
