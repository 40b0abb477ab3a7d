// The hint line: names only what the next press of a key really does.

import { type Conversation, fieldOf, isLockedOut, leavesOnEscape } from '../../conversation/state.ts';

type Hint = readonly [key: string, does: string];

/** The hints as lines, longest first: the form shows the first that fits. */
export function hintLines(form: Conversation): readonly string[] {
  const hints = hintsFor(form);
  const words = hints.map((hint) => hint.join(' '));
  return [words.join('   '), words.join('  '), hints.map(([key]) => key).join('  ')];
}

function hintsFor(form: Conversation): readonly Hint[] {
  // All other keys wait.
  if (form.busy) return [['Ctrl-C', 'leave']];
  const leave: Hint = ['Esc', 'leave'];
  if ((form.verified && !form.stay) || isLockedOut(form)) return [leave];
  return [...enterHint(form), ['Tab', 'next'], leavesOnEscape(form) ? leave : ['Esc', 'clear'], ['?', 'help']];
}

function enterHint(form: Conversation): readonly Hint[] {
  const { focus, verified } = form;
  if (focus === 'input') return fieldOf(form).text === '' ? [] : [['Enter', 'submit']];
  // Once verified, no other code can be had.
  return verified && focus !== 'submit' ? [] : [['Enter', 'press']];
}
