// The completion script for zsh: a file for its function path, or to be sourced after compinit.

import { aboutFlag, type Flag } from '../flags.ts';
import type { Verb } from '../verbs.ts';
import { HEADER, TYPED } from './typed.ts';

export function zshScript(): string {
  const [[, gate] = [], ...verbs] = TYPED;
  const described = verbs.map(([name, { summary = '' }]) => quoted(`${name}:${summary}`));
  return `#compdef otp-tui
${HEADER}
_otp-tui() {
  local curcontext=$curcontext state guard=\${words[(i)--]}
  local -a line verbs
  local -A opt_args
  if (( guard < CURRENT )); then
    shift $guard words
    (( CURRENT -= guard ))
    _normal -p otp-tui
    return
  fi
  verbs=(
    ${described.join('\n    ')}
  )
  _arguments -C \\
    ${specs(gate?.flags ?? [])} \\
    ': :{ _describe verb verbs }' \\
    '*::: :->after' && return
  [[ $state == after ]] || return
  words=("$line[1]" "\${(@)words}")
  (( CURRENT += 1 ))
  case $line[1] in
${verbs.map(([name, verb]) => `    ${name}) ${argumentsOf(verb)} ;;`).join('\n')}
  esac
}

if [[ $funcstack[1] == _otp-tui ]]; then _otp-tui "$@"; else compdef _otp-tui otp-tui; fi`;
}

function argumentsOf({ flags, argument }: Verb): string {
  const word = argument && quoted(`:${argument.name}:(${argument.words().join(' ')})`);
  return `_arguments \\\n      ${[specs(flags, '      '), ...(word ? [word] : [])].join(' \\\n      ')}`;
}

function specs(flags: readonly Flag[], indent = '    '): string {
  return flags.map((flag) => quoted(spec(flag))).join(` \\\n${indent}`);
}

/** How _arguments is told of a flag. A blank action offers nothing. */
function spec(flag: Flag): string {
  const { name, value, optional, values } = flag;
  const about = `[${aboutFlag(flag).replaceAll(/[\\[\]]/g, '\\$&')}]`;
  if (value === undefined || optional) return `${name}${about}`;
  const action = values === 'file' ? '_files' : values ? `(${values.join(' ')})` : ' ';
  return `${name}=${about}:${value}:${action}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
