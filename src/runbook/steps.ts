/** A step of the runbook, for people. Sentences with their periods. */
export interface Step {
  /** Of its script, without an extension. */
  readonly script: string;
  readonly title: string;
  readonly does: string;
  /** How to see that it worked. */
  readonly worked: string;
  /** How to go back. */
  readonly back: string;
}

export const SERVER_STEPS: readonly Step[] = [
  {
    script: '1-restore',
    title: 'Restore the files from the vault',
    does: 'Lists the recovery points, takes the one that `RECOVERY_POINT` names, asks the vault whether it can be restored (`validateRestore`), has it restored into the container, and waits for the job.',
    worked:
      'It ends with "The files are in …". The job is `Completed`, here and in the portal under the jobs of the vault.',
    back: 'Nothing to undo: the source and the recovery point are as they were. A failed job is told with its code and the mend; mend it and call the step again.',
  },
  {
    script: '2-fetch',
    title: 'Fetch the files',
    does: 'Takes the newest complete restore in the container that step 1 has led to, and fetches its files into `run/files`: one for each database, and one each of roles, tablespaces and schemas.',
    worked:
      'It ends with the number of files. Each has the length and, where the container knows it, the MD5 of the one there; `run/work/manifest.tsv` lists them.',
    back: 'Call it again: what is whole stays, the rest is fetched anew. `--again` fetches everything.',
  },
  {
    script: '3-server',
    title: 'Make the target server',
    does: 'Makes a server like the source, without high availability; lets `OPERATOR_ADDRESS` in; allows the extensions, sets the parameters, restarts; adds the Microsoft Entra administrators. A server that this run did not make is left alone, and so is the source.',
    worked: 'It ends with "The server … is ready", and names the host that `PGHOST` has to be.',
    back: 'Call it again after mending what it says. To start over, delete the target server by hand: no script deletes servers.',
  },
  {
    script: '4-load',
    title: 'Load roles, databases and data',
    does: 'Replays the roles without those of the service, creates the databases, and loads each with `pg_restore`, several at once, the largest first. The schema file would make everything twice and the tablespace file cannot run on a flexible server: neither is used.',
    worked: 'It ends with the number of databases. `run/logs` has what `pg_restore` said.',
    back: 'Call it again: what is loaded stays, a database that was half loaded is dropped and loaded anew. A database that this run did not make is never touched.',
  },
  {
    script: '5-verify',
    title: 'Verify',
    does: 'Counts the rows of every table, and compares them, the sequences, large objects, extensions, owners and roles with what the files hold.',
    worked: 'Exit code 0. Exit code 1 comes with each difference by name; `run/verify.tsv` has all of it.',
    back: 'It changes nothing.',
  },
  {
    script: '6-clean-up',
    title: 'Clean up',
    does: 'Removes the firewall rule of step 3, the files here, and those of this restore in the container, which are the data in plain text. The vault and both servers stay.',
    worked: 'It ends with "Cleaned up".',
    back: 'Files that are removed can be restored from the vault again, on another day.',
  },
];

/** What is left when the scripts are done. */
export const AFTERWARDS: readonly string[] = [
  'Lead the applications to the target server: its host name is another.',
  'Take away the roles, network rules and addresses that were given for the restore alone.',
  'Turn high availability, read replicas and alerts on as the source had them.',
  'Put the target server under backup: a restored server is a new one, and not protected until it is.',
  'Take the target server into Terraform, or the next apply will not know it.',
];
