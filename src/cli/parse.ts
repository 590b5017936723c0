import { Argument, Command as Parser, CommanderError, Option } from 'commander';
import { ArgumentDefinition, Call, Command, OptionDefinition } from './command';
import { Problem } from './problem';
import { Terminal } from './terminal';
import { notOneOf } from './values';

/** What was asked for, or the exit code where the parser has answered by itself: help, version, misuse. */
export type Parsed = { readonly command: Command; readonly call: Call } | { readonly exitCode: number };

const DONE = 0;
const MISUSE = 2;

export function parse(name: string, commands: readonly Command[], argv: readonly string[], terminal: Terminal): Parsed {
  let parsed: Parsed | undefined;
  const program = configure(new Parser(name), terminal)
    .description("Holds backups of PostgreSQL on Azure to Microsoft's support matrix, in any Terraform plan.")
    .helpCommand('help [command]', 'show the help of a command')
    .version(terminal.version, '-V, --version', 'show the version')
    .addHelpText(
      'after',
      examplesText(
        name,
        commands.flatMap(({ examples }) => examples.slice(0, 1)),
      ),
    );
  // Where the command is plain, the others needn't be described to the parser.
  const named = commands.filter((command) => command.name === argv[0]);
  for (const command of named.length > 0 ? named : commands) {
    const parser = configure(program.command(command.name), terminal).description(command.says).helpCommand(false);
    for (const argument of command.arguments) parser.addArgument(argumentOf(argument));
    for (const option of command.options) parser.addOption(optionOf(option));
    parser.addHelpText('after', examplesText(name, command.examples));
    parser.action((...given: unknown[]) => {
      const values = given.slice(0, command.arguments.length).flatMap((value) => (value ?? []) as string | string[]);
      checkArguments(command, values);
      parsed = { command, call: { args: values, options: reader(parser.opts()) } };
    });
  }
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { exitCode: error.exitCode === 0 ? DONE : MISUSE };
  }
  return parsed ?? { exitCode: MISUSE };
}

function configure(parser: Parser, terminal: Terminal): Parser {
  return parser
    .exitOverride()
    .helpOption('-h, --help', 'show this help')
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => terminal.print(text),
      writeErr: (text) => terminal.tell(text),
      outputError: (text) => terminal.say(oneLine(text)),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    });
}

/** `unknown option '--formt': did you mean --format?` */
function oneLine(text: string): string {
  return text
    .replace(/^error: /, '')
    .replace(/\n\(Did you mean ([^)]*)\?\)/, ': did you mean $1?')
    .trimEnd();
}

function argumentOf({ name, says, required, many }: ArgumentDefinition): Argument {
  const shown = many ? `${name}...` : name;
  return new Argument(required ? `<${shown}>` : `[${shown}]`, says);
}

function optionOf({ name, says, value, many, toFile, values }: OptionDefinition): Option {
  const listed = values === undefined || value === undefined ? '' : `: ${values.join(', ')}`;
  const option = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, `${says}${listed}`);
  if (value === undefined) return option;
  return option.argParser((given: string, before: readonly string[] | undefined) => {
    if (before !== undefined && many !== true) throw new Problem(`--${name} is given twice`);
    const accepted = toFile === true ? given.split('=', 1)[0] : given;
    if (values !== undefined && !values.includes(accepted)) throw new Problem(notOneOf(`--${name}`, accepted, values));
    return [...(before ?? []), given];
  });
}

function checkArguments(command: Command, given: readonly string[]): void {
  command.arguments.forEach(({ name, values, many }, index) => {
    if (values === undefined) return;
    for (const value of many ? given.slice(index) : given.slice(index, index + 1)) {
      if (!values.includes(value)) throw new Problem(notOneOf(name, value, values));
    }
  });
}

function reader(options: Record<string, true | readonly string[] | undefined>): Call['options'] {
  const given = (name: string) => options[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
  const all = (name: string): readonly string[] => {
    const value = given(name);
    return value === undefined || value === true ? [] : value;
  };
  return { flag: (name) => given(name) === true, one: (name) => all(name)[0], all };
}

function examplesText(name: string, examples: Command['examples']): string {
  const lines = examples.flatMap(({ says, args }) => [`  # ${says}`, `  ${name} ${args}`]);
  return `\nExamples:\n${lines.join('\n')}\n`;
}
