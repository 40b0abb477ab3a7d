// The questions of the set-up as plain lines, on a terminal that writes down what is done to it.

import { EventEmitter } from 'node:events';
import type { ReadStream } from 'node:tty';
import { expect, it } from 'vitest';
import { lineQuestions } from '../../src/init/lines.ts';
import { GivenUp } from '../../src/init/questions.ts';

it('asks for a secret once the terminal shows no more what is typed, and lets it show again after that', async () => {
  const done: string[] = [];
  const input = Object.assign(new EventEmitter(), {
    setRawMode: (isRaw: boolean) => done.push(isRaw ? 'hidden' : 'shown'),
    resume() {},
    pause() {},
  }) as unknown as ReadStream;
  const givenUp = (isInterrupt: boolean) => new GivenUp(isInterrupt);
  const { secret } = lineQuestions({ input, givenUp, signal: new AbortController().signal }, (text) => done.push(text));
  const answer = secret('Auth Token', () => undefined);
  input.emit('data', Buffer.from('hunter2\r'));
  expect(await answer).toBe('hunter2');
  expect(done).toEqual(['hidden', 'Auth Token: ', 'shown', '\n']);
});
