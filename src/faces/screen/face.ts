// The full-screen face of a conversation: lays out the state as a scene, which blessed paints.

import type { Face, Listener, OpenFace } from '../../conversation/face.ts';
import type { Conversation } from '../../conversation/state.ts';
import type { Policy } from '../../core/policy.ts';
import type { Console, Terminal } from '../terminal.ts';
import { openScreen } from './blessed.ts';
import { ASCII, CONSOLE, type Glyphs, UNICODE } from './glyphs.ts';
import { helpPage } from './help.ts';
import { type Phone, viewWithPhone } from './phone.ts';
import { view } from './view.ts';

/**
 * The form on a terminal.
 *
 * @param policy the numbers for its help
 * @param phone the demo's phone
 */
export function screenFace(terminal: Terminal, policy: Policy, phone?: () => Phone): OpenFace {
  const glyphs = glyphsFor(terminal.console);
  const help = helpPage(policy);
  return (listener: Listener): Face => {
    let state: Conversation;
    const paint = () =>
      screen.paint(() => {
        const area = screen.area();
        return phone ? viewWithPhone(state, phone(), area, glyphs, help) : view(state, area, glyphs, help);
      });
    const screen = openScreen({ ...terminal, ...listener, onResize: paint });
    return {
      show(next) {
        state = next;
        paint();
      },
      close: screen.close,
    };
  };
}

function glyphsFor({ unicode, linux }: Console): Glyphs {
  if (!unicode) return ASCII;
  return linux ? CONSOLE : UNICODE;
}
