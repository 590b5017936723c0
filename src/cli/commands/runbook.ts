import { Command } from '../command';

export const RUNBOOK: Command = {
  name: 'runbook',
  says: 'write how one server is restored from the vault: a page for people, and scripts for bash and PowerShell that do it',
  arguments: [
    {
      name: 'input',
      says: 'what check reads: plans, states, synthesized stacks, .tf and .tofu files, folders of them; several are one estate; by itself cdktf.out, else the current folder',
      required: false,
      many: true,
      completes: 'file',
    },
  ],
  options: [
    {
      name: 'server',
      value: 'ADDRESS',
      says: 'the server, or cluster, by address, construct path, name or ARM id, or a part of the first two that no other has; by itself the one that is protected',
    },
    {
      name: 'output',
      value: 'FOLDER',
      says: 'where to, runbook-NAME by itself, rehearsal-DAY for a rehearsal; a runbook that is there is written anew, its settings kept beside it, its run left alone',
      completes: 'file',
    },
    {
      name: 'point',
      value: 'POINT',
      says: 'the recovery point: latest (by itself), an id, or a UTC time for the last one before it; of a cluster a UTC time',
    },
    {
      name: 'region',
      value: 'WHICH',
      says: 'restore in the region of the vault, or by cross-region restore in its pair; primary by itself',
      values: ['primary', 'secondary'],
    },
    { name: 'target-name', value: 'NAME', says: 'what the rebuilt server is called, NAME-restored by itself' },
    {
      name: 'rehearse',
      value: 'FOLDER',
      says: 'instead: load the files of a restore, as they lie in this folder, into the scratch server that PGHOST, PGUSER and PGPASSWORD name, compare, and write a dated report; the server must not hold their databases',
      completes: 'file',
    },
    { name: 'target', value: 'URL', says: 'that server, as postgresql://USER@HOST:PORT; with --rehearse' },
    { name: 'checksums', says: 'compare the contents of every table as well; with --rehearse' },
    { name: 'edition', value: 'ID', says: 'edition of the support matrix (azpgbackup editions)', completes: 'edition' },
    {
      name: 'config',
      value: 'FILE',
      says: 'configuration file, by itself the nearest .azpgbackup.yaml, .yml or .json upward',
      completes: 'file',
    },
    { name: 'now', value: 'ISO', says: "the day from which ages are counted, the system's by itself" },
  ],
  examples: [
    {
      says: 'from a state: terraform show -json > state.json',
      args: 'runbook state.json --server azurerm_postgresql_flexible_server.orders',
    },
    {
      says: 'as the server was on a day, in the paired region',
      args: 'runbook state.json --server orders --point 2026-11-15 --region secondary',
    },
    {
      says: 'a rehearsal with the files of a restore, and a report of it for an auditor',
      args: 'runbook --rehearse ./restored --target postgresql://pgadmin@127.0.0.1:5432 --checksums',
    },
  ],
  run(call, terminal) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it runs
    return (require('../runbook') as typeof import('../runbook')).runbook(call, terminal);
  },
};
