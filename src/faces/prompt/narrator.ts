// Turns the states of a conversation into lines, each said once: what there is to say about a state depends on the
// one before it.

import { type Conversation, isLocked, isRecoveryOffered } from '../../conversation/state.ts';
import { codeSent, forPrompt, progress, RECOVERY, TITLE } from './words.ts';

export interface Narrator {
  /** What to say at once about the next state. @param asked it answers a line, so it is not left without words */
  see(next: Conversation, asked: boolean): string[];
  /** What is new but can wait until the person asks for it. */
  news(): string[];
}

export function narrator(): Narrator {
  let state: Conversation | undefined;
  /** What was said last about the newest code's progress. */
  let saidProgress: string | undefined;
  /** A notice that waits. */
  let held: string | undefined;
  let saidRecovery = false;

  const say = (notice: NonNullable<Conversation['notice']>) => {
    held = undefined;
    return forPrompt(notice.text);
  };

  return {
    see(next, asked) {
      const before = state;
      state = next;
      if (!before) return [TITLE, ...(next.approving === '' ? [] : [next.approving])];
      if (next.busy) return [];
      const { notice } = next;
      const isNewCode = before.busy === 'sending' && isSent(before, next);
      if (isNewCode) saidProgress = progress(next);
      // A text that was refused is not delivered either, but its notice has said so.
      if (before.busy === 'sending' && notice?.tone === 'bad') saidProgress = progress(next);
      const first = isNewCode && notice?.tone !== 'bad' ? [codeSent(next)] : [];
      // When it is opened again, the notice says the same.
      const isSaid = first.length > 0 && next.last?.about === 'send' && next.last.opening;
      if (before.busy || (asked && !next.verified)) {
        return [...first, ...(notice === null || isSaid ? [] : [say(notice)]), ...lost(), ...recovery(next)];
      }
      if (notice === null) held = undefined;
      if (notice === null || isSame(notice.text, before.notice?.text)) return lost();
      if (notice.tone !== 'bad') {
        held = forPrompt(notice.text);
        return lost();
      }
      if (next.delivery?.progress === 'undelivered') saidProgress = progress(next);
      return [say(notice), ...lost()];
    },
    news() {
      if (!state) return [];
      const words = progress(state);
      const isNew = words !== undefined && words !== saidProgress && !state.verified;
      saidProgress = words;
      const lines = [...(isNew ? [words] : []), ...(held === undefined ? [] : [held])];
      held = undefined;
      return lines;
    },
  };

  /** Said once, before the first question that does not ask for one. */
  function recovery(next: Conversation): string[] {
    if (saidRecovery || !isRecoveryOffered(next) || isLocked(next)) return [];
    saidRecovery = true;
    return [RECOVERY];
  }

  /** A text that failed while something else was in progress, and so without a notice of its own. */
  function lost(): string[] {
    const words = state?.delivery?.progress === 'undelivered' && !state.verified ? progress(state) : undefined;
    if (words === undefined || words === saidProgress) return [];
    saidProgress = words;
    return [words];
  }
}

/** Whether the send that has just ended brought a code that was not known before. */
function isSent(before: Conversation, after: Conversation): boolean {
  if (after.expiresAt === null || after.now >= after.expiresAt) return false;
  return before.expiresAt === null || after.delivery?.startedAt !== before.delivery?.startedAt;
}

/** Whether two notices differ only in how long something takes. */
function isSame(one: string, other = ''): boolean {
  const timeless = (text: string) =>
    text
      .replace(/ in [0-9]+[smh]\b/, '')
      .replace(/\ba moment\b|[0-9]+(?::[0-9]+)?(?: ?(?:[smh]|(?:second|minute|hour)s?)\b)?/g, '#');
  return timeless(one) === timeless(other);
}
