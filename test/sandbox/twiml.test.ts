import { expect, it } from 'vitest';
import { isTwiml, spokenWords } from '../../src/sandbox/twiml.ts';

it.each([
  ['<Response><Say>Hello</Say></Response>', 'Hello'],
  ['<Response><Say>One</Say><Pause length="1"/><Say>Two</Say></Response>', 'One Two'],
  ['<Response><Say voice="alice" loop="2">1, 2.</Say></Response>', '1, 2. 1, 2.'],
  ["<Response><Say loop='1'>1, 2.</Say></Response>", '1, 2.'],
  [
    '<Response><Say>a &amp; b &lt;c&gt; &#49;&#x32; &nope; &#9999999;</Say></Response>',
    'a & b <c> 12 &nope; &#9999999;',
  ],
  ['<Response><Say>\n  1,\n  2\n</Say ></Response>', '1, 2'],
  ['<Response><Say>1<break time="1s"/>2 <emphasis>3</emphasis></Say></Response>', '1 2 3'],
  ['<Response><!-- <Say>no</Say> --><Say>yes</Say></Response>', 'yes'],
  ['<Response><Say /><Say loop="2">x</Say></Response>', 'x x'],
  ['<Response><Sayer>no</Sayer><Play>1.mp3</Play></Response>', ''],
  ['', ''],
])('%s says %s', (twiml, words) => {
  expect(spokenWords(twiml)).toBe(words);
});

it.each([
  ['<Response/>', true],
  ['<?xml version="1.0" encoding="UTF-8"?><Response><Say>x</Say></Response>\n', true],
  ['<Response>', false],
  ['<Responses></Responses>', false],
  ['<Say>x</Say>', false],
  ['text', false],
])('whether %s is TwiML: %s', (text, expected) => {
  expect(isTwiml(text)).toBe(expected);
});
