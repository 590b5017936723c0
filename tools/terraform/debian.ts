import { run } from './process';

/**
 * Installs packages where that can be done without asking: on Debian, as root. False where it can't; whether what was
 * wanted is there afterwards is for the caller to see.
 */
export async function installFromDebian(packages: readonly string[], log: (line: string) => void): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const apt = (...args: string[]) =>
    run('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' } }).catch(() => undefined);
  // The lists of a fresh machine are empty. Where they can't be fetched, those that are there may do.
  if (!(await apt('update'))) return false;
  log(`Installing ${packages.join(', ')} with apt-get`);
  await apt('install', '--yes', '--no-install-recommends', ...packages);
  return true;
}
