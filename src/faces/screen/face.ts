// The full-screen face of a conversation: lays out the state as a scene, which blessed paints.

import type { Face, Listener, OpenFace } from '../../conversation/face.ts';
import type { Conversation } from '../../conversation/state.ts';
import type { Policy } from '../../core/policy.ts';
import type { Terminal } from '../terminal.ts';
import { openScreen } from './blessed.ts';
import { glyphsFor } from './glyphs.ts';
import { helpPage } from './help.ts';
import { type Phone, viewWithPhone } from './phone.ts';
import { type Every, everyMs, spinner } from './spinner.ts';
import { view } from './view.ts';

/**
 * The form on a terminal.
 *
 * @param policy the numbers for its help
 * @param phone the demo's phone
 * @param every the timer of the spinner
 */
export function screenFace(terminal: Terminal, policy: Policy, phone?: () => Phone, every: Every = everyMs): OpenFace {
  const plain = glyphsFor(terminal.console);
  const help = helpPage(policy);
  return (listener: Listener): Face => {
    let state: Conversation;
    const paint = () =>
      screen.paint(() => {
        const area = screen.area();
        const glyphs = { ...plain, busy: busy.frame() };
        return phone ? viewWithPhone(state, phone(), area, glyphs, help) : view(state, area, glyphs, help);
      });
    const screen = openScreen({ ...terminal, ...listener, onResize: paint });
    const busy = spinner(terminal.console, paint, every);
    return {
      show(next) {
        state = next;
        busy.turn(next.busy !== null);
        paint();
      },
      close() {
        busy.turn(false);
        screen.close();
      },
    };
  };
}
