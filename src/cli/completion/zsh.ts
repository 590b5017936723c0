import { Vocabulary, Words, wordsFor } from './vocabulary';
import { Command, OptionDefinition } from '../command';

export function zsh({ name, commands }: Vocabulary): string {
  return `#compdef ${name}
# zsh completion of ${name}
_${name}() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${[...commands, { name: 'help', says: 'show the help of a command' }].map((command) => `    ${quoted(`${command.name}:${command.says}`)}\n`).join('')}  )
  _arguments -C '(- *)'{-h,--help}'[show this help]' '(- *)'{-V,--version}'[show the version]' '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe 'command' commands ;;
    argument)
      case $line[1] in
        help) _describe 'command' commands ;;
${commands.map(branch).join('')}      esac ;;
  esac
}
if [ "$funcstack[1]" = "_${name}" ]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function branch(command: Command): string {
  const options = command.options.map((option) => specification(option));
  const args = command.arguments.map((argument) => {
    const place = argument.many ? '*:' : argument.required ? '1:' : '1::';
    return `${place}${argument.name}:${action(wordsFor(argument))}`;
  });
  const all = ['(- *)--help[show this help]', ...options, ...args].map(quoted);
  return `        ${command.name})
          _arguments \\
            ${all.join(' \\\n            ')} ;;
`;
}

function specification(option: OptionDefinition): string {
  const { name, says, value, many } = option;
  const description = `[${says.replace(/[[\]:\\]/g, '\\$&')}]`;
  const rest =
    value === undefined
      ? ''
      : `:${value
          .replace(/[[\]=]/g, ' ')
          .trim()
          .toLowerCase()}:${action(wordsFor(option))}`;
  return `${many === true ? '*' : ''}--${name}${description}${rest}`;
}

function action(words: Words): string {
  if (words === undefined) return '_files';
  return words.length === 0 ? ' ' : `(${words.join(' ')})`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, "'\\''")}'`;
}
