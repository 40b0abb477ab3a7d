// What to do first, for someone who has set no Twilio account, or only half of one.

import type { ReadSettings } from './read-settings.ts';
import { namesOf, SETTINGS, type SettingKey } from './settings.ts';
import { shellWord } from './shell-word.ts';

/** What a set-up asks for, or what would be taken instead. */
const ASKED: readonly SettingKey[] = [
  ...(['accountSid', 'authToken', 'apiKey', 'apiSecret', 'from', 'messagingServiceSid', 'verifyServiceSid'] as const),
  ...(['to', 'store', 'service'] as const),
];

/**
 * One line each; none if the account is whole.
 *
 * @param config the settings file given with `--config`
 * @param env may set what would win over a file that `otp-tui init` writes
 */
export function firstSteps(
  { given }: Pick<ReadSettings, 'given'>,
  config: string | undefined,
  env: NodeJS.ProcessEnv,
): readonly string[] {
  const hasSecret = given.has('authToken') || (given.has('apiKey') && given.has('apiSecret'));
  if (given.has('accountSid') && hasSecret) return [];
  const file = config === undefined ? '' : ` --config ${shellWord(config)}`;
  const winning = winningOver(env).join(' and ');
  const unset = winning === '' ? '' : `unset ${winning}, then `;
  const init = `${unset}run otp-tui init${file}, which asks for what is needed and writes a settings file`;
  // Not with TWILIO_API_URL alone, say, as the sandbox suggests.
  const hasBegun = given.has('accountSid') || [...given.values()].includes('file');
  return hasBegun
    ? [`to start over, ${init}`]
    : [`to begin, ${init}`, 'to try it first, run otp-tui demo, which needs no settings'];
}

/** The names of what is in the environment and would win over the answers of a set-up. */
export function winningOver(env: NodeJS.ProcessEnv): readonly string[] {
  return ASKED.flatMap((key) => namesOf(SETTINGS[key])).filter((name) => env[name]);
}
