// The completion script for fish.

import { aboutFlag, type Flag } from '../flags.ts';
import { HEADER, TYPED, VALUED } from './typed.ts';

export function fishScript(): string {
  const verbs = TYPED.filter(([name]) => name !== '');
  const words = verbs.map(([name, { summary = '' }]) => `${at('-')} -a ${name} -d ${quoted(summary)}`);
  const flags = TYPED.flatMap(([name, verb]) => verb.flags.map((flag) => `${at(name || '-')} ${spec(flag)}`));
  const after = verbs.flatMap(([name, { argument }]) =>
    argument ? [`${at(name, argument.words())} -a ${quoted(argument.words().join(' '))}`] : [],
  );
  return `${HEADER}
# Whether the verb is the first argument (- if there is none yet), with none of the other arguments typed after it.
function __otp_tui_at
    set -l verb -
    set -l skips no
    for word in (commandline -opc)[2..-1]
        if test $skips = yes
            set skips no
            continue
        end
        switch $word
            case --
                return 1
            case ${VALUED.map(({ name }) => name).join(' ')}
                set skips yes
            case '-*'
            case '*'
                if test "$verb" = -
                    set verb $word
                else if contains -- $word $argv[2..-1]
                    return 1
                end
        end
    end
    test "$verb" = $argv[1]
end

# Completes the command after --.
function __otp_tui_guarded
    set -l words (commandline -opc)
    set -l guard (contains -i -- -- $words)
    set -l word (commandline -ct)
    # fish would run it to find out what the command is called.
    string match -q '*(*' -- "$word"; and return
    complete -C (string join ' ' -- (string escape -- $words[(math $guard + 1)..-1]) $word)
end

complete -c otp-tui -f
complete -c otp-tui -n 'contains -- -- (commandline -opc)' -a '(__otp_tui_guarded)'
${[...words, ...flags, ...after].map((line) => `complete -c otp-tui ${line}`).join('\n')}`;
}

function at(verb: string, ...others: readonly (readonly string[])[]): string {
  return `-n '__otp_tui_at ${[verb, ...others.flat()].join(' ')}'`;
}

function spec(flag: Flag): string {
  const { name, value, optional, values } = flag;
  const about = `-l ${name.slice(2)} -d ${quoted(aboutFlag(flag))}`;
  if (value === undefined || optional) return about;
  return `${about} ${values === 'file' ? '-rF' : values ? `-xa ${quoted(values.join(' '))}` : '-x'}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
