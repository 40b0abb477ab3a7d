// How a conversation ends: the exit status, and the line that is left on the normal screen.

import { EXIT } from './exit.ts';
import { reportOf } from './notices.ts';
import type { Conversation, Update } from './state.ts';

/** The person leaves: with the status of the last outcome. */
export function giveUp(state: Conversation, why = 'the form was closed'): Update {
  return close(state, statusOf(state), why);
}

/** Nothing can help: closes with the status and the words of the last outcome, and no others. */
export function turnAway(state: Conversation): Update {
  return [state, [{ kind: 'close', status: statusOf(state), line: lastWords(state) }]];
}

/** @param why what ended it */
export function close(state: Conversation, status: number, why: string): Update {
  const said = lastWords(state);
  const line = `${said} ${state.verified ? 'Not completed' : 'Not verified'}: ${why}.`.trimStart();
  return [state, [{ kind: 'close', status, line: status === EXIT.verified ? said : line }]];
}

/** The exit status if the person leaves now. */
export function statusOf(state: Conversation): number {
  return state.last ? reportOf(state.last, state).status : EXIT.notVerified;
}

/** What was said of the last outcome, unless it was in passing or is still in sight. Buttons to press are gone. */
function lastWords(state: Conversation): string {
  if (state.keepsLines) return '';
  const report = state.last && reportOf(state.last, state);
  if (report === null || report.tone === 'plain') return '';
  return report.text.replace(/ Press (?:RESEND OTP|CALL ME)[^.]*\./, '');
}
