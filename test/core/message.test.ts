import { describe, expect, it } from 'vitest';
import { composeMessage } from '../../src/core/message.ts';

const parts = { code: '00213', service: undefined, expiresIn: 300_000 };

describe('the default text', () => {
  it('says the code and how long it lives', () => {
    expect(composeMessage(undefined, parts)).toBe('00213 is your verification code. It expires in 5 minutes.');
  });

  it('says what it is for', () => {
    expect(composeMessage(undefined, { ...parts, service: 'Acme' })).toBe(
      '00213 is your verification code for Acme. It expires in 5 minutes.',
    );
  });

  it.each([
    [1_000, '1 second'],
    [1_999, '1 second'],
    [30_000, '30 seconds'],
    [59_999, '59 seconds'],
    [60_000, '1 minute'],
    [119_999, '1 minute'],
    [120_000, '2 minutes'],
    [600_000, '10 minutes'],
  ])('promises a life of %i ms as %s, never more than it is', (expiresIn, words) => {
    expect(composeMessage(undefined, { ...parts, expiresIn })).toContain(`It expires in ${words}.`);
  });
});

describe('a text of one’s own', () => {
  it('has the parts wherever it names them', () => {
    const template = '{service}: {code} ({code}), {minutes} min';
    expect(composeMessage(template, { ...parts, service: 'Acme' })).toBe('Acme: 00213 (00213), 5 min');
  });

  it('has nothing for a service that is not set', () => {
    expect(composeMessage('[{service}] {code}', parts)).toBe('[] 00213');
  });

  it.each([
    [119_999, '1'],
    [120_000, '2'],
    [1_000, '1'],
  ])('says a life of %i ms as %s minutes', (expiresIn, minutes) => {
    expect(composeMessage('{code} {minutes}', { ...parts, expiresIn })).toBe(`00213 ${minutes}`);
  });

  it('leaves other braces alone', () => {
    expect(composeMessage('{code} {Code} {other} {} {constructor} {', parts)).toBe(
      '00213 {Code} {other} {} {constructor} {',
    );
  });

  it('takes a service by its letters, whatever they mean elsewhere', () => {
    expect(composeMessage('{service} {code}', { ...parts, service: '{code} $& $1' })).toBe('{code} $& $1 00213');
  });
});
