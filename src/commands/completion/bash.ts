// The completion script for bash 4 and later. It needs no bash-completion, but lets that complete the command after --.

import { HEADER, TYPED, VALUED } from './typed.ts';

export function bashScript(): string {
  const withWords = TYPED.filter(([, { argument }]) => argument);
  return `${HEADER}
_otp_tui() {
  local IFS=$' \\t\\n' line=\${COMP_LINE:0:COMP_POINT} typed=() starts=() flag= verb= words= i n=-1 after=0
  # bash breaks words at = and : too. Here they end at spaces.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    if [[ $i == 0 || $line == [[:space:]]* ]]; then
      line=\${line#"\${line%%[![:space:]]*}"}
      n=$((n + 1))
      starts[n]=$i
    fi
    typed[n]+=\${line:0:\${#COMP_WORDS[i]}}
    line=\${line:\${#COMP_WORDS[i]}}
  done
  local word=\${typed[n]} before=
  for ((i = 1; i < n; i++)); do
    case \${typed[i]} in
      --) _otp_tui_guarded "\${starts[i + 1]}" "$word"; return ;;
      ${VALUED.map(({ name }) => name).join(' | ')})
        flag=\${typed[i]}
        ((i += 1)) ;;
      -*) ;;
      *) if [[ $verb ]]; then after=1; else verb=\${typed[i]}; fi ;;
    esac
  done
  if [[ $word == --*=* ]]; then
    flag=\${word%%=*}
    word=\${word#*=}
    [[ $COMP_WORDBREAKS == *=* ]] || before=$flag=
    i=$((n + 1))
  fi
  if ((i > n)); then
    case $flag in
${cases(VALUED.flatMap(({ name, values }) => (Array.isArray(values) ? [[name, values]] : [])))}
      ${VALUED.filter(({ values }) => values === 'file')
        .map(({ name }) => name)
        .join(' | ')}) compopt -o default ;;
    esac
  elif [[ $word == -* ]]; then
    case $verb in
${cases(TYPED.map(([verb, { flags }]) => [verb, flags.map(({ name }) => name)]))}
    esac
  elif [[ ! $verb ]]; then
    words='${TYPED.map(([verb]) => verb)
      .join(' ')
      .trim()}'
  elif [[ $after == 0 ]]; then
    case $verb in
${cases(withWords.map(([verb, { argument }]) => [verb, argument?.words() ?? []]))}
    esac
  fi
  # compgen fails if there is nothing to offer, which would end a shell with set -e.
  COMPREPLY=($(compgen -P "$before" -W "$words" -- "$word")) || :
}

# The command after --, which begins at this word of bash's. Without bash-completion, only its name and files.
_otp_tui_guarded() {
  local complete
  for complete in _comp_command_offset _command_offset; do
    if declare -F "$complete" >/dev/null; then "$complete" "$1"; return; fi
  done
  if [[ $COMP_CWORD == "$1" && $2 != */* ]]; then
    mapfile -t COMPREPLY < <(compgen -c -- "$2")
  else
    compopt -o default
  fi
}

complete -F _otp_tui otp-tui`;
}

/** The words to choose from in each case. */
function cases(rows: readonly (readonly [name: string, words: readonly string[]])[]): string {
  return rows.map(([name, words]) => `      ${name || "''"}) words='${words.join(' ')}' ;;`).join('\n');
}
