// One setting: how it is named, parsed and explained. The table of all of them is in `settings.ts`.

export interface Setting<Value> {
  /** Left out if only a flag gives it. */
  readonly name?: string;
  /** An alternative name. */
  readonly alias?: string;
  readonly flag?: string;
  /** What the flag's value is called in the help. */
  readonly value?: string;
  readonly default?: string;
  /** Whether its value must not appear in any message. */
  readonly secret?: true;
  /** Whether its value may be a path. In a file, a relative path starts at the file's own folder. */
  readonly path?: true;
  /** Whether a value is confidential: anyone who can read it can use it. */
  readonly isPrivate?: (text: string) => boolean;
  /** Parses a value; undefined if it is not valid. A relative path starts at `folder`. */
  readonly parse: (text: string, folder: string) => Value | undefined;
  /** All good values, if they are a few words. */
  readonly words?: readonly string[];
  /** What a good value looks like. */
  readonly accepts: string;
  /** The complaint about a bad value, if `must be` plus `accepts` will not do. */
  readonly must?: string;
  /** What is wrong with a bad value in particular, if that is known. */
  readonly why?: (text: string) => string | undefined;
  readonly about: string;
  /** Where to find it in the Twilio console. */
  readonly where?: string;
}

/** A setting's name and flag, as shown in messages. */
export function label({ name, flag }: Setting<unknown>): string {
  return name !== undefined && flag !== undefined ? `${name} (${flag})` : `${name ?? flag}`;
}

/** A setting's names in the environment and in a file: its own, if it has one, and its alias. */
export function namesOf({ name, alias }: Setting<unknown>): readonly string[] {
  return [name, alias].filter((one) => one !== undefined);
}
