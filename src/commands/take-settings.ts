// Tells a person what is wrong with their settings, or only doubtful.

import type { Configuration } from '../config/configuration.ts';
import type { Context } from './context.ts';

/** The settings, if they are good. Whatever there is to say about them is told. */
export function takeSettings<Settings extends object>(
  { settings, warnings }: Configuration<Settings>,
  { tell }: Pick<Context, 'tell'>,
): Settings | undefined {
  for (const warning of warnings) tell(warning);
  if (!('problems' in settings)) return settings;
  for (const problem of settings.problems) tell(problem);
  return undefined;
}
