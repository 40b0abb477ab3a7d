// `otp-tui completion`: prints the script by which a shell completes our command lines. It asks and verifies nothing.

import { EXIT } from '../conversation/exit.ts';
import { bashScript } from './completion/bash.ts';
import { fishScript } from './completion/fish.ts';
import { zshScript } from './completion/zsh.ts';
import type { Context } from './context.ts';
import type { Invocation } from './invocation.ts';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

export async function completion(
  { shell }: Extract<Invocation, { verb: 'completion' }>,
  { answer }: Pick<Context, 'answer'>,
): Promise<number> {
  await answer(SCRIPTS[shell]());
  return EXIT.verified;
}
