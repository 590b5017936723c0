import { Call } from './command';
import { Configuration } from './config/configuration';
import { loadConfiguration } from './config/find';
import { placedAcknowledgements } from './config/placed';
import { readInputs } from './inputs';
import { NAME } from './name';
import { Destination, destinations, refuseOverwriting } from './outputs';
import { Problem } from './problem';
import { findById } from './rule-id';
import { dayToJudgeBy, editionOf, inputsOf } from './settings';
import { Terminal } from './terminal';
import { oneOf } from './values';
import { WriteError, writeFiles } from '../files/write-files';
import { Outcome, Severity } from '../findings/finding';
import { isAtLeast } from '../findings/weight';
import { assemble } from '../inventory/assemble';
import { combine } from '../inventory/combine';
import { unitOfKey } from '../inventory/value';
import { REPORTERS } from '../report';
import { makeReport, Place, Report, SkippedRule } from '../report/report';
import { RULES } from '../rules/registry';
import { judge, Judgement, JudgeSettings } from '../validation/engine';
import { Profile } from '../validation/profile';
import { InputError } from '../validation/readers/input-error';
import { ReadInput } from '../validation/readers/read';

/** `azpgbackup check` */
export async function check(call: Call, terminal: Terminal): Promise<number> {
  try {
    return await judgeInputs(call, terminal);
  } catch (error) {
    throw error instanceof InputError || error instanceof WriteError ? new Problem(error.message) : error;
  }
}

async function judgeInputs(call: Call, terminal: Terminal): Promise<number> {
  const { options } = call;
  const configuration = loadConfiguration(options.one('config'), terminal.cwd);
  const settings = settingsOf(options, configuration, terminal);
  const inputs = inputsOf(call, terminal);
  const planned = destinations(options.all('format'), options.one('output'), terminal.cwd);
  const skipped = skippedRules(options);

  const files = new Set(configuration.file === undefined ? [] : [configuration.file]);
  const read = await readInputs(inputs, terminal.stdin, terminal.cwd, (path) => files.add(path));
  refuseOverwriting(planned, files, terminal.cwd);
  for (const { name, warnings } of read) for (const warning of warnings) terminal.say(`${name}: ${warning}`);
  const judgement = judge(assemble(combine(read.map(({ document }) => document))), RULES, settings);
  const report = makeReport({
    tool: { name: NAME, version: terminal.version },
    edition: settings.edition.id,
    now: settings.now,
    inputs: read,
    ...judgement,
    skipped,
    locate: locator(judgement, read, configuration),
  });

  deliver(report, planned, terminal);
  if (judgement.resources === 0) {
    const why =
      skipped.length > 0
        ? 'the rules that were run have no word for anything in it'
        : 'no PostgreSQL server on Azure, nor anything of its backup';
    terminal.say(`nothing to judge in ${inputs.join(', ')}: ${why}`);
  }
  const failOn = (options.one('fail-on') ?? Severity.ERROR) as Severity;
  return fails(report, failOn, options.flag('strict')) ? 1 : 0;
}

function settingsOf(options: Call['options'], configuration: Configuration, terminal: Terminal): JudgeSettings {
  return {
    edition: editionOf(options, configuration),
    profiles: profilesOf(options.all('profile'), configuration).map((profile) => profile._data),
    now: dayToJudgeBy(options, terminal),
    acknowledgements: placedAcknowledgements(configuration),
    only: options.all('rule').length === 0 ? undefined : ruleIds('--rule', options),
    skip: ruleIds('--skip', options),
  };
}

/** Those of the command line, else those of the configuration file, else `azure`. */
function profilesOf(named: readonly string[], configuration: Configuration): Profile[] {
  const known = new Map([...Profile.all().map((profile) => [profile.name, profile] as const), ...configuration.own]);
  const names = named.length > 0 ? named : configuration.profiles;
  const chosen = names.map((name) => known.get(oneOf('--profile', name, [...known.keys()]))!);
  return chosen.length > 0 ? chosen : [Profile.AZURE];
}

function ruleIds(option: '--rule' | '--skip', options: Call['options']): ReadonlySet<string> {
  return new Set(options.all(option.slice(2)).map((given) => findById(option, given, RULES).id));
}

/** Rules that were left out by their ids: a report must not look like more than it is. */
function skippedRules(options: Call['options']): SkippedRule[] {
  const only = ruleIds('--rule', options);
  const skip = ruleIds('--skip', options);
  if (only.size > 0 && [...only].every((id) => skip.has(id))) {
    throw new Problem('no rule is left to run: --skip takes away all that --rule names');
  }
  return RULES.flatMap(({ id, name }): SkippedRule[] => {
    if (skip.has(id)) return [{ rule: id, name, why: '--skip' }];
    return only.size === 0 || only.has(id) ? [] : [{ rule: id, name, why: '--rule' }];
  });
}

function locator(
  { findings }: Judgement,
  read: readonly ReadInput[],
  configuration: Configuration,
): (key: string) => Place | undefined {
  const wanted = new Set(findings.map(({ key }) => key));
  const places = new Map<string, Place>();
  // What is only named by an id lies in no input, but in what names it.
  const units = new Map<string, Place>();
  for (const { name, document } of read) {
    const { resources, removed = [], azurerm } = document;
    const all = [...resources, ...removed];
    // A folder is no file.
    const input = { input: all.find(({ file }) => file !== undefined)?.file ?? name };
    for (const { key, file, line } of [...azurerm, ...all]) {
      if (wanted.has(key) && !places.has(key)) places.set(key, file === undefined ? input : { file, line });
    }
    const [first] = [...all, ...azurerm];
    if (first !== undefined) units.set(unitOfKey(first.key), input);
  }
  for (const { at } of placedAcknowledgements(configuration)) places.set(at.key, at.place);
  return (key) => places.get(key) ?? units.get(unitOfKey(key));
}

/** Files first: what is printed may be read by somebody who stops reading. */
function deliver(report: Report, planned: readonly Destination[], terminal: Terminal): void {
  const rendered = planned.map(({ format, file }) => ({
    file,
    text: REPORTERS[format](report, { colour: file === undefined && terminal.colour, rules: RULES }),
  }));
  writeFiles(
    rendered.flatMap(({ file, text }) => (file === undefined ? [] : [{ file, text }])),
    terminal.cwd,
  );
  for (const { file, text } of rendered) if (file === undefined) terminal.print(text);
}

/** Whether anything that nobody has accepted weighs enough. */
function fails({ findings }: Report, failOn: Severity, strict: boolean): boolean {
  return findings.some(
    ({ severity, outcome, acknowledgement }) =>
      acknowledgement === null && isAtLeast(severity, failOn) && (strict || outcome === Outcome.VIOLATED),
  );
}
