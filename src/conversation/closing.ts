// How a conversation ends: the exit status, and the line that is left on the normal screen.

import { EXIT } from './exit.ts';
import { reportOf } from './notices.ts';
import type { Conversation, Update } from './state.ts';

/** The person leaves: with the status of the last outcome. */
export function giveUp(state: Conversation): Update {
  const status = state.last ? reportOf(state.last, state).status : EXIT.notVerified;
  return close(state, status, 'the form was closed');
}

/** Nothing can help: closes with the words and the status of the last outcome alone. */
export function turnAway(state: Conversation): Update {
  return close(state, state.last ? reportOf(state.last, state).status : EXIT.notVerified);
}

/** @param why what ended it, unless the last outcome says so itself */
export function close(state: Conversation, status: number, why?: string): Update {
  const report = state.last && reportOf(state.last, state);
  const said = report === null || report.tone === 'plain' ? '' : report.text;
  const ended = why === undefined ? '' : `${state.verified ? 'Not completed' : 'Not verified'}: ${why}.`;
  const line = status === EXIT.verified || ended === '' ? said : `${said} ${ended}`.trimStart();
  return [state, [{ kind: 'close', status, line }]];
}
