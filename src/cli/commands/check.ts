import { FORMATS } from '../../report/formats';
import { Command } from '../command';

export const CHECK: Command = {
  name: 'check',
  says: 'hold plans, states, synthesized stacks and plain Terraform to the rules',
  arguments: [
    {
      name: 'input',
      says: 'a plan or state (terraform show -json), cdktf.out, cdk.tf.json, a file of configuration (.tf, .tf.json, .tofu, .tofu.json), a folder of them, or - for standard input; several are one estate; by itself cdktf.out, else the current folder',
      required: false,
      many: true,
      completes: 'file',
    },
  ],
  options: [
    {
      name: 'format',
      value: 'FORMAT[=FILE]',
      says: 'how to report, text by itself; with =FILE into a file beside what is printed; repeatable',
      many: true,
      toFile: true,
      values: FORMATS,
    },
    {
      name: 'output',
      value: 'FILE',
      says: 'write the report to a file in place of printing it',
      completes: 'file',
    },
    {
      name: 'edition',
      value: 'ID',
      says: 'edition of the support matrix (azpgbackup editions)',
      completes: 'edition',
    },
    {
      name: 'profile',
      value: 'NAME',
      says: 'what is reported (azpgbackup profiles), azure by itself; repeatable',
      many: true,
      completes: 'profile',
    },
    {
      name: 'config',
      value: 'FILE',
      says: 'configuration file, by itself the nearest .azpgbackup.yaml, .yml or .json upward',
      completes: 'file',
    },
    {
      name: 'fail-on',
      value: 'SEVERITY',
      says: 'the least severity that ends in exit code 1, error by itself',
      values: ['error', 'warning', 'note'],
    },
    { name: 'strict', says: 'let what is undecided count as its rule does' },
    {
      name: 'rule',
      value: 'ID',
      says: 'run this rule only, and report it whatever it weighs; repeatable',
      many: true,
      completes: 'rule',
    },
    {
      name: 'skip',
      value: 'ID',
      says: 'run without this rule, which every report lists; repeatable',
      many: true,
      completes: 'rule',
    },
    { name: 'now', value: 'ISO', says: "the day by which expiry and support are judged, the system's by itself" },
  ],
  examples: [
    { says: 'a plan: terraform show -json plan.bin > plan.json', args: 'check plan.json' },
    {
      says: 'all stacks of a CDKTF app, in the log and for code scanning',
      args: 'check --format text --format sarif=backup.sarif cdktf.out',
    },
    {
      says: 'from another program, warnings included',
      args: 'check --profile recommended --fail-on warning - < plan.json',
    },
  ],
  run(call, terminal) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it runs
    return (require('../check') as typeof import('../check')).check(call, terminal);
  },
};
