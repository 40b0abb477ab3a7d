// Prints the problems and warnings about the settings.

import type { Configuration } from '../config/configuration.ts';
import type { Context } from './context.ts';

/** The settings if they are valid. Prints all problems and warnings. */
export function takeSettings<Settings extends object>(
  { settings, warnings }: Configuration<Settings>,
  { tell }: Pick<Context, 'tell'>,
): Settings | undefined {
  for (const warning of warnings) tell(warning);
  if (!('problems' in settings)) return settings;
  for (const problem of settings.problems) tell(problem);
  return undefined;
}
