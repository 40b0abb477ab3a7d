// The reducer of a conversation: a pure function from its state and an event to the next state and the effects to
// perform. Knows no face.

import { waitInWords } from '../core/duration.ts';
import { close, giveUp } from './closing.ts';
import {
  edit,
  enterLine,
  invalid,
  keepFocus,
  neighbour,
  paste,
  turnInput,
  type,
  withLength,
  without,
} from './editing.ts';
import { EXIT } from './exit.ts';
import { withNotice } from './notices.ts';
import { afterCheck, afterExpiry, afterProgress, afterSend } from './outcomes.ts';
import {
  type Control,
  type Conversation,
  type ConversationEvent,
  fieldOf,
  isCallOffered,
  isCodeValid,
  isRecoveryOffered,
  type Key,
  leavesOnEscape,
  type Update,
  waitsToSend,
} from './state.ts';

/** How many keys are queued while busy. The rest of a flood is dropped. */
const MAX_WAITING = 64;

/** A new conversation, with its first send in progress. */
export function openConversation(
  options: Pick<Conversation, 'length' | 'recipient' | 'stay' | 'now'> &
    Partial<Pick<Conversation, 'callsOnly' | 'offersCall' | 'approving' | 'keepsLines'>>,
): Update {
  const state: Conversation = {
    callsOnly: false,
    offersCall: false,
    approving: '',
    delivery: null,
    next: null,
    ...options,
    digits: '',
    cursor: 0,
    recovery: { left: 0, isOpen: false, symbols: '', cursor: 0 },
    focus: 'input',
    busy: null,
    waiting: [],
    opening: true,
    notice: null,
    topic: null,
    help: false,
    expiresAt: null,
    resendAt: 0,
    verified: false,
    last: null,
  };
  const [opened, effects] = startSend(state);
  return [withNotice(opened), effects];
}

/** Applies an event to a conversation. @param now ms since 1970 */
export function update(before: Conversation, event: ConversationEvent, now: number): Update {
  const [after, effects] = react({ ...before, now }, event);
  const [state, more] = effects.some(({ kind }) => kind === 'close') ? [after, []] : passTime(after, before);
  return [withNotice(keepFocus(state)), [...effects, ...more]];
}

function react(state: Conversation, event: ConversationEvent): Update {
  switch (event.kind) {
    case 'counted':
      return [counted(state, event.recoveryLeft), []];
    case 'sent':
      return replay(afterSend(withLength(state, event.outcome.length), event.outcome), state);
    case 'progress':
      return [afterProgress(state, event.id, event.outcome), []];
    case 'checked':
      return replay(afterCheck(state, event.outcome), state);
    case 'tick':
      return [state, []];
    case 'seen':
      return state.verified ? giveUp(state) : [state, []];
    case 'idle':
      return close(state, state.verified ? EXIT.verified : EXIT.idle, `no input for ${waitInWords(event.after)}`);
    case 'end-of-input':
      return close(state, EXIT.notVerified, 'the input ended');
    case 'interrupt':
      return close(state, EXIT.interrupted, 'interrupted');
    case 'signal':
      // A terminal that is not in raw mode sends Ctrl-C as this signal.
      if (event.name === 'SIGINT') return close(state, EXIT.interrupted, 'interrupted');
      return close(state, EXIT.signalled + event.number, `ended by ${event.name}`);
    default:
      if (state.busy) return [{ ...state, waiting: [...state.waiting, event].slice(0, MAX_WAITING) }, []];
      return onKey(state, event);
  }
}

function counted(state: Conversation, left: number): Conversation {
  const { recovery } = state;
  return { ...state, recovery: { ...recovery, left, isOpen: recovery.isOpen && left > 0 } };
}

function onKey(state: Conversation, key: Key): Update {
  if (state.help) return [{ ...state, help: false }, []];
  if (state.verified && !state.stay) return key.kind === 'escape' ? giveUp(state) : [state, []];
  const { text, cursor } = fieldOf(state);
  switch (key.kind) {
    case 'type':
      return [type(state, key.text), []];
    case 'paste':
      return [paste(state, key.text), []];
    case 'line':
      return key.text.trim() === '' ? [state, []] : activate(enterLine(state, key.text), 'submit');
    case 'press':
      return activate({ ...state, focus: key.control }, key.control);
    case 'enter':
      return activate(state, state.focus === 'input' ? 'submit' : state.focus);
    case 'space':
      return activate(state, state.focus);
    case 'next':
      return [{ ...state, focus: neighbour(state, 1) }, []];
    case 'previous':
      return [{ ...state, focus: neighbour(state, -1) }, []];
    case 'left':
      return [edit(state, text, cursor - 1), []];
    case 'right':
      return [edit(state, text, cursor + 1), []];
    case 'home':
      return [edit(state, text, 0), []];
    case 'end':
      return [edit(state, text, text.length), []];
    case 'backspace':
      return [edit(state, without(text, cursor - 1), cursor - 1), []];
    case 'delete':
      return [edit(state, without(text, cursor), cursor), []];
    case 'clear':
      return [edit(state, '', 0), []];
    case 'escape':
      return leavesOnEscape(state) ? giveUp(state) : [edit(state, '', 0), []];
    case 'leave':
      return giveUp(state, 'cancelled');
    case 'help':
      return [{ ...state, help: true }, []];
    case 'interrupt':
      return [state, []];
    default:
      return key satisfies never;
  }
}

/** What happens by itself: a send that was put off, and the end of the newest code's life. */
function passTime(state: Conversation, before: Conversation): Update {
  if (waitsToSend(state) && state.now >= state.resendAt) return startSend(state);
  const isSame = state.expiresAt === before.expiresAt && before.busy === null;
  const hasExpired = isSame && isCodeValid(before) && !isCodeValid(state) && !state.busy && !state.verified;
  return [hasExpired ? afterExpiry(state) : state, []];
}

function activate(state: Conversation, control: Control): Update {
  switch (control) {
    case 'input':
      return [state, []];
    case 'submit':
      return submit(state);
    case 'resend':
      return state.verified ? [state, []] : startSend(forTextedCode(state));
    case 'call':
      return isCallOffered(state) ? startSend(forTextedCode(state), 'call') : [state, []];
    case 'recovery':
      return [isRecoveryOffered(state) ? turnInput(state, !state.recovery.isOpen) : state, []];
    default:
      return control satisfies never;
  }
}

function submit(state: Conversation): Update {
  const { text, length } = fieldOf(state);
  // Fewer symbols could have the shape of a texted code, and cost one of its tries.
  if (state.recovery.isOpen && text.length < length) {
    return [{ ...state, focus: 'input', topic: invalid(`A recovery code has ${length} letters and digits.`) }, []];
  }
  return [{ ...state, busy: 'checking' }, [{ kind: 'check', entry: text }]];
}

/** Whoever asks for a texted code is about to enter one. */
function forTextedCode(state: Conversation): Conversation {
  return { ...state, recovery: { ...state.recovery, isOpen: false } };
}

function startSend(state: Conversation, channel?: 'call'): Update {
  const delivery: Conversation['delivery'] = {
    id: undefined,
    progress: null,
    byCall: state.callsOnly || channel === 'call',
    startedAt: state.now,
  };
  // The previous text stays in `delivery` until this one replaces it.
  return [{ ...state, busy: 'sending', next: delivery }, [channel ? { kind: 'send', channel } : { kind: 'send' }]];
}

/**
 * Replays the keys that were queued while busy. Presses at the front were made before the answer could be read, and
 * were meant for what was in progress: replaying them would cost another try or send.
 */
function replay([after, effects]: Update, before: Conversation): Update {
  // They were meant for what the input took then.
  if (after.recovery.isOpen !== before.recovery.isOpen) return [withNotice({ ...after, waiting: [] }), effects];
  const skipped = before.waiting.findIndex((key) => !['enter', 'space', 'press'].includes(key.kind));
  const keys = skipped < 0 ? [] : before.waiting.slice(skipped);
  let state = withNotice({ ...after, waiting: [] });
  const all = [...effects];
  for (const key of keys) {
    // After an Esc has closed it, nothing is sent or checked.
    if (all.some(({ kind }) => kind === 'close')) break;
    const [next, more] = update(state, key, state.now);
    state = next;
    all.push(...more);
  }
  return [state, all];
}
