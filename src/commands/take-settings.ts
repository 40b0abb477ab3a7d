// Tells the problems and warnings about the settings.

import type { Configuration } from '../config/configuration.ts';
import type { StoreAddress } from '../store/open.ts';
import type { Context } from './context.ts';
import { refuse } from './reply.ts';

/** The settings if they are valid. Tells all problems and warnings. */
export async function takeSettings<Settings extends object>(
  { settings, warnings, firstSteps = [] }: Configuration<Settings>,
  context: Pick<Context, 'tell' | 'answer'>,
  json = false,
): Promise<Settings | undefined> {
  for (const warning of warnings) context.tell(warning);
  if (!('problems' in settings)) return settings;
  await refuse('misconfigured', [...settings.problems, ...firstSteps], context, json);
  return undefined;
}

/** The same for what the store must outlast. @param inMemory why one that keeps nothing is of no use */
export async function takeLastingSettings<Settings extends { readonly store: StoreAddress }>(
  configuration: Configuration<Settings>,
  inMemory: string,
  context: Pick<Context, 'tell' | 'answer'>,
  json: boolean,
): Promise<Settings | undefined> {
  const settings = await takeSettings(configuration, context, json);
  if (settings?.store.kind !== 'memory') return settings;
  const problem = `OTP_STORE (--store) is memory:, which keeps nothing, so ${inMemory}`;
  await refuse('misconfigured', [problem], context, json);
  return undefined;
}
