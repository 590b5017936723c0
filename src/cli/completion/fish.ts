import { argumentWords, Vocabulary, Words, wordsFor } from './vocabulary';
import { Command } from '../command';

export function fish({ name, commands }: Vocabulary): string {
  const first = [...commands, { name: 'help', says: 'show the help of a command' }];
  return `# fish completion of ${name}
complete -c ${name} -f
complete -c ${name} -s h -l help -d 'show this help'
complete -c ${name} -n __fish_use_subcommand -s V -l version -d 'show the version'
${first.map((command) => `complete -c ${name} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.says)}\n`).join('')}complete -c ${name} -n '__fish_seen_subcommand_from help' -a ${quoted(commands.map((command) => command.name).join(' '))}
${commands.map((command) => branch(name, command)).join('')}`;
}

function branch(name: string, command: Command): string {
  const start = `complete -c ${name} -n '__fish_seen_subcommand_from ${command.name}'`;
  const options = command.options.map((option) => {
    const value = option.value === undefined ? '' : ` -r ${offer(wordsFor(option))}`;
    return `${start} -l ${option.name}${value} -d ${quoted(option.says)}\n`;
  });
  const words = argumentWords(command);
  const args = words !== undefined && words.length === 0 ? '' : `${start} ${offer(words)}\n`;
  return `${options.join('')}${args}`;
}

function offer(words: Words): string {
  return words === undefined ? '-F' : `-f -a ${quoted(words.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
