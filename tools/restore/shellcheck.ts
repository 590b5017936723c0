import { installFromDebian } from '../terraform/debian';
import { alone, type BuildOptions, type Missing } from '../terraform/machine';
import { run } from '../terraform/process';

export interface Shellcheck {
  readonly ready: true;
  readonly path: string;
  readonly version: string;
}

/** Finds ShellCheck on the PATH, or installs that of Debian. */
export async function ensureShellcheck(options: BuildOptions): Promise<Shellcheck | Missing> {
  const found = await find();
  if (found) return found;
  if (options.build) {
    const log = options.log ?? (() => {});
    await alone(log, () => installFromDebian(['shellcheck'], log));
    const installed = await find();
    if (installed) return installed;
  }
  return {
    ready: false,
    missing: [{ what: 'ShellCheck', how: 'install it from https://www.shellcheck.net, or the package shellcheck' }],
  };
}

async function find(): Promise<Shellcheck | undefined> {
  const result = await run('shellcheck', ['--version']).catch(() => undefined);
  const version = /^version: (.+)$/m.exec(result?.stdout ?? '')?.[1];
  return version === undefined ? undefined : { ready: true, path: 'shellcheck', version };
}
