// Tells the problems and warnings about the settings.

import type { Configuration } from '../config/configuration.ts';
import type { Context } from './context.ts';
import { refuse } from './reply.ts';

/** The settings if they are valid. Tells all problems and warnings. */
export async function takeSettings<Settings extends object>(
  { settings, warnings }: Configuration<Settings>,
  context: Pick<Context, 'tell' | 'answer'>,
  json = false,
): Promise<Settings | undefined> {
  for (const warning of warnings) context.tell(warning);
  if (!('problems' in settings)) return settings;
  await refuse('misconfigured', settings.problems, context, json);
  return undefined;
}
