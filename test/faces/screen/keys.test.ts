// The table of keys: from blessed's names to the form's keys.

import { describe, expect, it } from 'vitest';
import { KEY_HELP, keyOf } from '../../../src/faces/screen/keys.ts';

describe('a key', () => {
  it.each([
    ['tab', '\t', 'next'],
    ['down', undefined, 'next'],
    ['S-tab', undefined, 'previous'],
    ['up', undefined, 'previous'],
    ['enter', '\r', 'enter'],
    ['linefeed', '\n', 'enter'],
    ['C-j', '\n', 'enter'],
    ['space', ' ', 'space'],
    ['left', undefined, 'left'],
    ['right', undefined, 'right'],
    ['home', undefined, 'home'],
    ['C-a', '\x01', 'home'],
    ['end', undefined, 'end'],
    ['C-e', '\x05', 'end'],
    ['backspace', '\x7f', 'backspace'],
    ['C-h', '\b', 'backspace'],
    ['delete', undefined, 'delete'],
    ['C-d', '\x04', 'delete'],
    ['C-u', '\x15', 'clear'],
    ['escape', '\x1b', 'escape'],
    ['f1', undefined, 'help'],
    ['?', '?', 'help'],
    [undefined, '?', 'help'],
    ['C-c', '\x03', 'interrupt'],
  ])('%s is %j typed as %j', (name, text, kind) => {
    expect(keyOf(name, text)).toEqual({ kind });
  });

  it.each([
    ['5', '5'],
    [undefined, '5'],
    ['a', 'a'],
    ['S-a', 'A'],
    [undefined, '１'],
    [undefined, '🙂'],
    [undefined, '\ufffd'],
  ])('%s types %j', (name, text) => {
    expect(keyOf(name, text)).toEqual({ kind: 'type', text });
  });

  it.each([
    ['return', '\r', 'the second report of the same Enter'],
    ['C-x', '\x18', 'a control key without a meaning'],
    ['M-5', '5', 'Alt and a digit'],
    [undefined, '\0', 'NUL'],
    [undefined, '\u200b', 'an invisible character'],
    ['f5', undefined, 'a function key without a meaning'],
    [undefined, undefined, 'nothing'],
    [undefined, '', 'no text'],
  ])('%s with %j is nothing: %s', (name, text, _why) => {
    expect(keyOf(name, text)).toBeUndefined();
  });
});

it('explains every key that the hints name', () => {
  const explained = KEY_HELP.map(({ keys }) => keys).join(' ');
  for (const name of ['Tab', 'Enter', 'Esc', 'Ctrl-C']) expect(explained).toContain(name);
});
