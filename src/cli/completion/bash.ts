import { argumentWords, Vocabulary, wordsFor } from './vocabulary';
import { Command } from '../command';

/** For bash 3.2 and later, without bash-completion. Where nothing is offered, `-o default` offers files. */
export function bash({ name, commands }: Vocabulary): string {
  return `# bash completion of ${name}
_${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="" i
  # An equals sign is a word of its own here.
  if [[ "$cur" == "=" ]]; then cur=""; elif [[ "$prev" == "=" ]]; then prev="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${commands.map((command) => command.name).join(' | ')} | help) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command" in
    "") COMPREPLY=($(compgen -W "${[...commands.map((command) => command.name), 'help', '--help', '--version'].join(' ')}" -- "$cur")) ;;
    help) COMPREPLY=($(compgen -W "${commands.map((command) => command.name).join(' ')}" -- "$cur")) ;;
${commands.map(branch).join('')}  esac
}
complete -o default -F _${name} ${name}
`;
}

function branch(command: Command): string {
  const valued = command.options.filter(({ value }) => value !== undefined);
  const cases = valued.map((option) => `        --${option.name}) ${offer(wordsFor(option))} ;;\n`);
  const options = [...command.options.map((option) => `--${option.name}`), '--help'].join(' ');
  return `    ${command.name})
      case "$prev" in
${cases.join('')}        *)
          if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "${options}" -- "$cur")); else ${offer(argumentWords(command))}; fi ;;
      esac ;;
`;
}

function offer(words: readonly string[] | undefined): string {
  return words === undefined || words.length === 0
    ? 'COMPREPLY=()'
    : `COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$cur"))`;
}
